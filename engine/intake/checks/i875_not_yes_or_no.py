"""I875 not-yes-or-no.

What it means
    A cell says neither yes nor no.

Why it matters
    Whether a robot wrote a message decides whether it counts as a reply.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家,改过地址
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花,也许

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家,改过地址
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花,是
"""

from engine.core.diagnostic import Check

NOT_YES_OR_NO = Check(code="I875", name="not-yes-or-no")
