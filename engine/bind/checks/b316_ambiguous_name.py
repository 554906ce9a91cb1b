"""B316 ambiguous-name.

What it means
    Two things have the same name.

Why it matters
    A formula that uses the name could mean either.

Wrong
    formulas:
      销售额: 接待人数 × 2   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}

Right
    formulas:
      双倍接待: 接待人数 × 2
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 双倍接待 × 0.01 × 销售额}
"""

from engine.core.diagnostic import Check

AMBIGUOUS_NAME = Check(code="B316", name="ambiguous-name")
