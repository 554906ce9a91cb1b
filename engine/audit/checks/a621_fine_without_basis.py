"""A621 fine-without-basis.

What it means
    The policy fines, and its jurisdiction is China or Shanghai. Article 15 of 工资支付暂行规定 forbids
    arbitrary deductions from wages and lists those that are allowed: income tax, the employee's
    social insurance, court orders and other statutory ones.

Why it matters
    The rule on which firms used to fine, 企业职工奖惩条例, was repealed in 2008; opinions differ since. A
    fine may have to be paid back.

Wrong
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: −50, category: fine}   # <-
      最低工资补足: {counts: [工资, 迟到罚款], at_least: 2490, category: top_up}

Right
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款:
        amount: −50
        category: fine
        accept: [{finding: fine, reason: 法务已看过}]
      最低工资补足: {counts: [工资, 迟到罚款], at_least: 2490, category: top_up}
"""

from engine.core.diagnostic import Check

FINE_WITHOUT_BASIS = Check(code="A621", name="fine-without-basis", severity="warning")
