"""B302 formula-unreadable.

What it means
    The signs, names and brackets of a formula do not form arithmetic: a bracket is open, or a
    sign is missing between two names.

Why it matters
    What cannot be read for sure is not paid by.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × (1% + 1%}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

FORMULA_UNREADABLE = Check(code="B302", name="formula-unreadable")
