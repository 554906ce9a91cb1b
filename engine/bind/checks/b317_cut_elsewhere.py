"""B317 cut-elsewhere.

What it means
    A marginal table cuts one amount into bands and applies its rates to another.

Why it matters
    The parts of one amount are no parts of another.

Wrong
    tables:
      提成表:
        lookup: 接待人数   # <-
        apply_to: 销售额
        method: marginal
        edge: to_inclusive
        unit: money
        columns: [to, rate]
        rows:
          - [100, 1%]
          - [∞, 2%]
    pay:
      工资: {amount: 销售额 × 1%}
      提成: {amount: 提成表.金额}

Right
    tables:
      提成表:
        lookup: 销售额
        apply_to: 销售额
        method: marginal
        edge: to_inclusive
        unit: money
        columns: [to, rate]
        rows:
          - [10000, 1%]
          - [∞, 2%]
    pay:
      工资: {amount: 销售额 × 1%}
      提成: {amount: 提成表.金额}
"""

from engine.core.diagnostic import Check

CUT_ELSEWHERE = Check(code="B317", name="cut-elsewhere")
