"""B371 limits-cross.

What it means
    `at_least` can be more than `at_most` of the same line.

Why it matters
    Where both cannot hold, one of them has to win, and the policy does not say which.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成:
        amount: 5% × 销售额
        at_least: 2000   # <-
        at_most: 1% × 销售额

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成:
        amount: 5% × 销售额
        at_least: 2000
        at_most: 最大(2000, 1% × 销售额)
"""

from engine.core.diagnostic import Check

LIMITS_CROSS = Check(code="B371", name="limits-cross")
