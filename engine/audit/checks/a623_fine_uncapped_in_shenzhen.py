"""A623 fine-uncapped-in-shenzhen.

What it means
    The policy fines without a limit (or, if there are several fines, without one limit over all of
    them), and its jurisdiction is Shenzhen, where disciplinary penalties may take at most 30 % of
    the month's wage, each and together.

Why it matters
    A month with several penalties may take more than the rule allows; no act may be punished twice,
    and the rest must reach the minimum wage.

Wrong
    jurisdiction: cn-shenzhen
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: −50, category: fine}   # <-
      最低工资补足: {counts: [工资, 迟到罚款], at_least: 2490, category: top_up}

Right
    jurisdiction: cn-shenzhen
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 罚款封顶, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: −50, category: fine}
      罚款封顶: {counts: [迟到罚款], at_least: −30% × 工资, category: fine}
      最低工资补足:
        counts: [工资, 迟到罚款, 罚款封顶]
        at_least: 2360
        category: top_up
"""

from engine.core.diagnostic import Check

FINE_UNCAPPED_IN_SHENZHEN = Check(code="A623", name="fine-uncapped-in-shenzhen", severity="warning")
