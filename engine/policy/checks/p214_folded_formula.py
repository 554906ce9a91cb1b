"""P214 folded-formula.

What it means
    A formula is written over several lines or as a folded block (>).

Why it matters
    A message inside it could not point at its place.

Wrong
    formulas:
      业绩: >   # <-
        销售额
        × 1%
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 业绩}

Right
    formulas:
      业绩: 销售额 × 1%
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 业绩}
"""

from engine.core.diagnostic import Check

FOLDED_FORMULA = Check(code="P214", name="folded-formula")
