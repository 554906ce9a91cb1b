"""B374 category-sign.

What it means
    A reduction, fine or compensation that can only add to the pay, or a line of earned pay that can
    only take from it.

Why it matters
    A missing minus pays people for what should cost them; a deduction that is called earned escapes
    the order of lines and what the law says of deductions.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: 50, category: fine}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到罚款]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到罚款: {amount: −50, category: fine}
"""

from engine.core.diagnostic import Check

CATEGORY_SIGN = Check(code="B374", name="category-sign")
