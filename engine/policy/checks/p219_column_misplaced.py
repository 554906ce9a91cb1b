"""P219 column-misplaced.

What it means
    A column or a cell has no meaning in a table of this method.

Why it matters
    It would be read by people and ignored by the amount.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, of, 岗位工资]   # <-
        units: {岗位工资: money}
        rows:
          - [0, excess, 1500]

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

COLUMN_MISPLACED = Check(code="P219", name="column-misplaced")
