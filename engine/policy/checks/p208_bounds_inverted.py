"""P208 bounds-inverted.

What it means
    A band ends before it begins.

Why it matters
    It can never apply, and the values meant for it go elsewhere.

Wrong
    tables:
      评级:
        lookup: 考核得分
        lookup_round: {places: 0, mode: half_up}
        method: whole
        edge: both_inclusive
        columns: [from, to, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [100, 60, 合格, 1500]   # <-
          - [0, 59, 不合格, 1200]

Right
    tables:
      评级:
        lookup: 考核得分
        lookup_round: {places: 0, mode: half_up}
        method: whole
        edge: both_inclusive
        columns: [from, to, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [60, 100, 合格, 1500]
          - [0, 59, 不合格, 1200]
"""

from engine.core.diagnostic import Check

BOUNDS_INVERTED = Check(code="P208", name="bounds-inverted")
