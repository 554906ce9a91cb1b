"""B306 wrong-arguments.

What it means
    A function is called with too few, too many, or unfitting arguments.

Why it matters
    A rounding without a stated mode, say, would be a silent choice.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: round(销售额 × 1%)}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "round(销售额 × 1%, 2, half_up)"}
"""

from engine.core.diagnostic import Check

WRONG_ARGUMENTS = Check(code="B306", name="wrong-arguments")
