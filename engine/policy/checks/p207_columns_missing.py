"""P207 columns-missing.

What it means
    A table lacks a column that its method or edge needs.

Why it matters
    Without it the row or the amount cannot be told.

Wrong
    tables:
      评级:   # <-
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [合格, 1500]

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

COLUMNS_MISSING = Check(code="P207", name="columns-missing")
