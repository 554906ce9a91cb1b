"""B303 formula-forbidden.

What it means
    A formula holds something that is not arithmetic: a text in quotes, a power, a modulo, an
    attribute, an index.

Why it matters
    A policy file cannot run code, and % after a blank would be a guess.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 ** 2}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

FORMULA_FORBIDDEN = Check(code="B303", name="formula-forbidden")
