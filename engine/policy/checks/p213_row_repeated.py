"""P213 row-repeated.

What it means
    Two rows of a table stand for the same key or point.

Why it matters
    Which of the two is paid would depend on their order.

Wrong
    tables:
      评级:
        lookup: 职级
        method: whole
        edge: exact
        columns: [is, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [1, 1500]
          - [1, 1600]   # <-

Right
    tables:
      评级:
        lookup: 职级
        method: whole
        edge: exact
        columns: [is, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [1, 1500]
          - [2, 1600]
"""

from engine.core.diagnostic import Check

ROW_REPEATED = Check(code="P213", name="row-repeated")
