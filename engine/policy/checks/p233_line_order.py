"""P233 line-order.

What it means
    A line stands on the payslip before one that comes earlier in the order: earned, not earned,
    fine, compensation, top-up to the minimum wage, statutory.

Why it matters
    A compensation is held against the wage that was earned, the minimum wage against what all of
    that leaves. A payslip in another order cannot be checked by reading it.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 赔偿, 提成]}   # <-
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      提成: {amount: 5% × 销售额, category: earned}
      赔偿: {amount: −100, category: compensation}

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 赔偿]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      提成: {amount: 5% × 销售额, category: earned}
      赔偿: {amount: −100, category: compensation}
"""

from engine.core.diagnostic import Check

LINE_ORDER = Check(code="P233", name="line-order")
