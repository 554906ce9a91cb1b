"""P218 unit-unstated.

What it means
    A column of a table holds numbers and states no unit.

Why it matters
    1800 yuan and 1800 points are different things.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        rows:
          - [60, 合格, 1500]   # <-
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

UNIT_UNSTATED = Check(code="P218", name="unit-unstated")
