"""R512 month-not-posted.

What it means
    The policy looks back to earlier months, and one of them has not been posted.

Why it matters
    A month that is not there would count as a month in which nothing was earned.

Wrong
    history: {from: 2024-04}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "上月(销售额, 0) × 1%"}
    figures:
      小美: {服务得分: 90, 销售额: 10000}

Right
    history: {from: 2024-05}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "上月(销售额, 0) × 1%"}
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

MONTH_NOT_POSTED = Check(code="R512", name="month-not-posted")
