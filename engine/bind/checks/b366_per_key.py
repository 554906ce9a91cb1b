"""B366 per-key.

What it means
    A formula reads a measure that has one figure per key.

Why it matters
    Sales by category are many numbers, not one.

Wrong
    measures:
      品类销售额: {unit: money, places: 2, min: 0, max: 1000000, by: 品类}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 品类销售额 × 1%}   # <-

Right
    measures:
      品类销售额: {unit: money, places: 2, min: 0, max: 1000000, by: 品类}
    tables:
      品类提成:
        each: 品类销售额
        method: whole
        edge: exact
        unit: money
        columns: [is, rate]
        rows:
          - [手机, 1%]
          - [配件, 5%]
    pay:
      工资: {amount: 1500}
      提成: {amount: 品类提成.金额}
"""

from engine.core.diagnostic import Check

PER_KEY = Check(code="B366", name="per-key")
