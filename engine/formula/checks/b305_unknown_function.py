"""B305 unknown-function.

What it means
    A function that does not exist is called.

Why it matters
    Nothing of a formula is skipped.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "roun(销售额 × 1%, 2, half_up)"}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "round(销售额 × 1%, 2, half_up)"}
"""

from engine.core.diagnostic import Check

UNKNOWN_FUNCTION = Check(code="B305", name="unknown-function")
