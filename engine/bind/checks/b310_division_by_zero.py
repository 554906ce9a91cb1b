"""B310 division-by-zero.

What it means
    A divisor can be 0 in some month.

Why it matters
    A share of nobody has no value; it must be said what is paid then.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 ÷ 接待人数}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "divide(销售额, 接待人数, 0)"}
"""

from engine.core.diagnostic import Check

DIVISION_BY_ZERO = Check(code="B310", name="division-by-zero")
