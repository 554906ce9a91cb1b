"""A627 no-minimum-wage.

What it means
    A role has lines that can reduce its pay, and no line that tops it up to the minimum wage.
    Article 12 of 最低工资规定 and article 16 of 工资支付暂行规定 ask for the minimum wage after deductions; piece
    and commission pay are no exception.

Why it matters
    In a bad month the payslip would end below the minimum wage.

Wrong
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 绩效扣减]}   # <-
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      绩效扣减: {amount: −1000 × (1 − 得分率(考核得分)), category: not_earned}

Right
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 绩效扣减, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      绩效扣减: {amount: −1000 × (1 − 得分率(考核得分)), category: not_earned}
      最低工资补足: {counts: [工资, 绩效扣减], at_least: 2490, category: top_up}
"""

from engine.core.diagnostic import Check

NO_MINIMUM_WAGE = Check(code="A627", name="no-minimum-wage", severity="warning")
