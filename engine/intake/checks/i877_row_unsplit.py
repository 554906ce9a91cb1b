"""I877 row-unsplit.

What it means
    A row cannot be split into cells: a quote is opened and not closed, or the file is cut in the middle of the row.

Why it matters
    What stands behind the break may belong to another row.

Wrong
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
      2,2024-05-01 10:00:00,,"30

Right
    rows: |
      订单编号,下单时间,付款时间,实付,状态,买家
      1,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,交易成功,小花
"""

from engine.core.diagnostic import Check

ROW_UNSPLIT = Check(code="I877", name="row-unsplit")
