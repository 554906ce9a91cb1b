"""I873 below-zero.

What it means
    An amount or a number of things is below 0.

Why it matters
    It would lower what somebody else sold.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,-30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

BELOW_ZERO = Check(code="I873", name="below-zero")
