"""I876 paid-before-order.

What it means
    An order was paid before it was placed.

Why it matters
    The two columns may have been swapped, and with them the month of the pay.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-04-30 10:01:00,30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

PAID_BEFORE_ORDER = Check(code="I876", name="paid-before-order")
