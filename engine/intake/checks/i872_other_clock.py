"""I872 other-clock.

What it means
    A time names its zone where the mapping says that times are Beijing's, or names none where each should.

Why it matters
    Eight hours move a night into a working day.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 02:00:00Z,2024-05-01 10:01:00,30.00,交易成功,小花

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

OTHER_CLOCK = Check(code="I872", name="other-clock")
