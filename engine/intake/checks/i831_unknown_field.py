"""I831 unknown-field.

What it means
    A field of the mapping names no column of its table.

Why it matters
    The column would be read by nobody.

Wrong
    mapping: |
      kind: orders
      fields: {id: {header: 订单编号}, shop: {fixed: lanting}, created: {header: 下单时间}, amount: {header: 实付}, status: {header: 状态}, mony: {header: 实付}}
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

UNKNOWN_FIELD = Check(code="I831", name="unknown-field")
