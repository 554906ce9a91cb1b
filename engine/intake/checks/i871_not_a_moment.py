"""I871 not-a-moment.

What it means
    A cell does not hold a date with a time of day.

Why it matters
    Without the time nobody can tell which message came first.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01,2024-05-01 10:01:00,30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

NOT_A_MOMENT = Check(code="I871", name="not-a-moment")
