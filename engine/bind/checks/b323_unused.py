"""B323 unused.

What it means
    A table, formula, line, card or measure is defined and used nowhere.

Why it matters
    Its author believes that it pays.

Wrong
    formulas:
      没人用: 销售额 × 2   # <-

Right
    formulas:
      业绩: 销售额 × 1%
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 业绩}
"""

from engine.core.diagnostic import Check

UNUSED = Check(code="B323", name="unused")
