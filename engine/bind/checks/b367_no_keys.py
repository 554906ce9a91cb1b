"""B367 no-keys.

What it means
    A table with 'each' names a measure that has one figure, not one per key.

Why it matters
    There are no keys that its rows could name.

Wrong
    measures:
      品类销售额: {unit: money, places: 2, min: 0, max: 1000000}
    tables:
      品类提成:
        each: 品类销售额  # <-
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

NO_KEYS = Check(code="B367", name="no-keys")
