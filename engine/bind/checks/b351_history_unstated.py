"""B351 history-unstated.

What it means
    A rule looks back to earlier months, and the policy does not say from which month
    payslips count.

Why it matters
    Without that month nobody can tell a first month from a missing one.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "上月(销售额, 0) × 1%"}   # <-

Right
    history: {from: 2024-05}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "上月(销售额, 0) × 1%"}
"""

from engine.core.diagnostic import Check

HISTORY_UNSTATED = Check(code="B351", name="history-unstated")
