"""B304 formula-too-large.

What it means
    A formula is longer or nested deeper than any person could check.

Why it matters
    It is a mistake or an attack.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: ((((((((((((((((((((((((((((((((((((((((销售额))))))))))))))))))))))))))))))))))))))))}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

FORMULA_TOO_LARGE = Check(code="B304", name="formula-too-large")
