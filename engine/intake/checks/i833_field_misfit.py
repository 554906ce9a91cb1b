"""I833 field-misfit.

What it means
    A field says something that does not fit its column: a word that the column does not know, amounts to add to a time, or a zone of a name.

Why it matters
    What it asks for would not be done.

Wrong
    mapping: |
      kind: orders
      fields: {id: {header: 订单编号}, shop: {fixed: lanting}, created: {header: 下单时间, plus: [{header: 实付}]}, amount: {header: 实付}, status: {header: 状态}}
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

FIELD_MISFIT = Check(code="I833", name="field-misfit")
