"""P232 category-missing.

What it means
    Some lines state a category, or the policy states a jurisdiction, and this line states no
    category.

Why it matters
    Order and law depend on what a line is. A line without a category would be taken for pay that is
    earned, which nobody has said.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到扣款]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到扣款: {amount: −50}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 迟到扣款]}
    pay:
      工资: {amount: 评级.岗位工资, category: earned}
      迟到扣款: {amount: −50, category: not_earned}
"""

from engine.core.diagnostic import Check

CATEGORY_MISSING = Check(code="P232", name="category-missing")
