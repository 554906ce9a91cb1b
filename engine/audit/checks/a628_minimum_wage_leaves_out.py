"""A628 minimum-wage-leaves-out.

What it means
    The line that tops up to the minimum wage does not count a line that can reduce the pay.

Why it matters
    What that line takes is never held against the minimum wage: the rest may be below it.

Wrong
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 绩效扣减, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      绩效扣减: {amount: −1000 × (1 − 得分率(考核得分)), category: not_earned}
      最低工资补足: {counts: [工资], at_least: 2490, category: top_up}   # <-

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

MINIMUM_WAGE_LEAVES_OUT = Check(code="A628", name="minimum-wage-leaves-out", severity="warning")
