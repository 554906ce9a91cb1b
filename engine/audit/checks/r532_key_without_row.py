"""R532 key-without-row.

What it means
    Figures came with a key that no row of the table names.

Why it matters
    Paid by no row they would silently be worth nothing.

Wrong
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
    figures:
      小美: {服务得分: 90, 品类销售额.手机: 10000, 品类销售额.耳机: 200}

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
    figures:
      小美: {服务得分: 90, 品类销售额.手机: 10000, 品类销售额.配件: 200}
"""

from engine.core.diagnostic import Check

KEY_WITHOUT_ROW = Check(code="R532", name="key-without-row")
