"""I874 not-whole.

What it means
    A number of things has a fraction.

Why it matters
    Half a parcel is a slip of a column.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家,件数
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花,1.5

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家,件数
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花,2
"""

from engine.core.diagnostic import Check

NOT_WHOLE = Check(code="I874", name="not-whole")
