"""B307 comma-ambiguous.

What it means
    A number with a thousands separator stands inside brackets, where a comma also parts
    arguments.

Why it matters
    min(5,100) could be 5 and 100, or 5100.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "min(销售额 × 1%, 5,100)"}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "min(销售额 × 1%, 5100)"}
"""

from engine.core.diagnostic import Check

COMMA_AMBIGUOUS = Check(code="B307", name="comma-ambiguous")
