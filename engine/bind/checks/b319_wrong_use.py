"""B319 wrong-use.

What it means
    A table is used as if it were a number.

Why it matters
    A row has several columns, and each is another amount.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 评级}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 评级.岗位工资}
"""

from engine.core.diagnostic import Check

WRONG_USE = Check(code="B319", name="wrong-use")
