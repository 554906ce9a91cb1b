"""B309 circular.

What it means
    A value is worked out from itself, directly or through others.

Why it matters
    There is no number that such a policy pays.

Wrong
    formulas:
      甲: 乙 + 1
      乙: 甲 + 1   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% × 甲}

Right
    formulas:
      甲: 乙 + 1
      乙: 1
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% × 甲}
"""

from engine.core.diagnostic import Check

CIRCULAR = Check(code="B309", name="circular")
