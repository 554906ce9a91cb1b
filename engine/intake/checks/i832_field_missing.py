"""I832 field-missing.

What it means
    The mapping leaves out a column that no row of the table can do without.

Why it matters
    Nobody could tell when a message was sent, or by whom.

Wrong
    mapping: |
      kind: orders
      fields: {id: {header: 订单编号}, shop: {fixed: lanting}, created: {header: 下单时间}, status: {header: 状态}}
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

FIELD_MISSING = Check(code="I832", name="field-missing")
