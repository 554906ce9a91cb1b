"""A606 case-month.

What it means
    A worked example speaks of earlier months, but not of the month that is paid, or of a
    month that does not count.

Why it matters
    Without it nobody can say which month is the one before.

Wrong
    history: {from: 2024-01}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "上月(销售额, 0) × 1%"}
    cases:
      - case: 上月一万
        why: "10000 × 1% = 100"
        given: {服务得分: 90, 销售额: 20000}
        earlier:
          2024-04: {销售额: 10000}   # <-
        expect: {提成: 100}

Right
    history: {from: 2024-01}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "上月(销售额, 0) × 1%"}
    cases:
      - case: 上月一万
        why: "10000 × 1% = 100"
        month: 2024-05
        given: {服务得分: 90, 销售额: 20000}
        earlier:
          2024-04: {销售额: 10000}
        expect: {提成: 100}
"""

from engine.core.diagnostic import Check

CASE_MONTH = Check(code="A606", name="case-month")
