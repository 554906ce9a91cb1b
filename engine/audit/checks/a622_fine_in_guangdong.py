"""A622 fine-in-guangdong.

What it means
    The policy fines, and its jurisdiction is Guangdong, where company rules that fine are
    sanctioned since 2013-05-01.

Why it matters
    The sanction is 2,000 to 5,000 yuan per person concerned; the current text must be looked up.

Wrong
    jurisdiction: cn-guangdong
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: −50, category: fine}   # <-
      最低工资补足: {counts: [工资, 迟到罚款], at_least: 2490, category: top_up}

Right
    jurisdiction: cn-guangdong
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

FINE_IN_GUANGDONG = Check(code="A622", name="fine-in-guangdong", severity="warning")
