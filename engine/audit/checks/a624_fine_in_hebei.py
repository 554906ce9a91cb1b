"""A624 fine-in-hebei.

What it means
    The policy fines, and its jurisdiction is Hebei, where deductions must be foreseen in rules that
    the workers' assembly has adopted.

Why it matters
    Whether the assembly has adopted the rule is in no policy file; somebody must have looked.

Wrong
    jurisdiction: cn-hebei
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: −50, category: fine}   # <-
      最低工资补足: {counts: [工资, 迟到罚款], at_least: 2490, category: top_up}

Right
    jurisdiction: cn-hebei
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款, 最低工资补足]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款:
        amount: −50
        category: fine
        accept: [{finding: fine, reason: 2024 年 3 月职代会通过}]
      最低工资补足: {counts: [工资, 迟到罚款], at_least: 2490, category: top_up}
"""

from engine.core.diagnostic import Check

FINE_IN_HEBEI = Check(code="A624", name="fine-in-hebei", severity="warning")
