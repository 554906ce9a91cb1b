"""A625 compensation-uncapped.

What it means
    A line of compensation for loss has no limit, or there are several and no limit is over all of
    them. Article 16 of 工资支付暂行规定 lets at most 20 % of the month's wage be taken; Shanghai says the
    same.

Why it matters
    One large loss would take more of a month's wage than the rule allows.

Wrong
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 赔偿, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      赔偿: {amount: −2% × 退款金额, category: compensation}   # <-
      最低工资补足: {counts: [工资, 赔偿], at_least: 2490, category: top_up}

Right
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 赔偿, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      赔偿: {amount: −2% × 退款金额, category: compensation, at_least: −20% × 工资}
      最低工资补足: {counts: [工资, 赔偿], at_least: 2490, category: top_up}
"""

from engine.core.diagnostic import Check

COMPENSATION_UNCAPPED = Check(code="A625", name="compensation-uncapped", severity="warning")
