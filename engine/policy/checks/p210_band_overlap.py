"""P210 band-overlap.

What it means
    A value belongs to two rows.

Why it matters
    Which of the two is paid would depend on their order.

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
          - [60, 100, 合格, 1500]   # <-
          - [0, 60, 不合格, 1200]

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

BAND_OVERLAP = Check(code="P210", name="band-overlap")
