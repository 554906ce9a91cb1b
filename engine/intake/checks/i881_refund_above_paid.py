"""I881 refund-above-paid.

What it means
    More was given back than the order came to. The row is taken: what counts is for the policy to say (`refund_cap`).

Why it matters
    Such a refund can push the sales of an agent below those of nobody.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家,退款
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花,50

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家,退款
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花,30
"""

from engine.core.diagnostic import Check

REFUND_ABOVE_PAID = Check(code="I881", name="refund-above-paid", severity="warning")
