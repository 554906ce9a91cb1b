"""B313 no-row.

What it means
    A value that the lookup can have falls into no row of the table.

Why it matters
    The agent who gets that value would get no grade and no pay.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [90, 合格, 1500]
          - [60, 不合格, 1200]   # <-

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

NO_ROW = Check(code="B313", name="no-row")
