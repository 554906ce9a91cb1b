"""P206 row-length.

What it means
    A row has more or fewer cells than the table has columns.

Why it matters
    Every cell after the slip would stand in the wrong column.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [60, 合格]   # <-
          - [0, 不合格, 1200]

Right
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [60, 合格, 1500]
          - [0, 不合格, 1200]
"""

from engine.core.diagnostic import Check

ROW_LENGTH = Check(code="P206", name="row-length")
