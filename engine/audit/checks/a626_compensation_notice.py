"""A626 compensation-notice.

What it means
    A line takes compensation for loss, and the jurisdiction is Guangdong, where the employee must
    be told reason and amount in writing beforehand.

Why it matters
    Without the notice the deduction does not stand; no policy file can show that it was given.

Wrong
    jurisdiction: cn-guangdong
    roles:
      客服: {kpi: 考核, pay: [工资, 赔偿, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      赔偿: {amount: −2% × 退款金额, category: compensation, at_least: −20% × 工资}   # <-
      最低工资补足: {counts: [工资, 赔偿], at_least: 2490, category: top_up}

Right
    jurisdiction: cn-guangdong
    roles:
      客服: {kpi: 考核, pay: [工资, 赔偿, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      赔偿:
        amount: −2% × 退款金额
        at_least: −20% × 工资
        category: compensation
        accept: [{finding: compensation_notice, reason: 扣前由人事书面告知}]
      最低工资补足: {counts: [工资, 赔偿], at_least: 2490, category: top_up}
"""

from engine.core.diagnostic import Check

COMPENSATION_NOTICE = Check(code="A626", name="compensation-notice", severity="warning")
