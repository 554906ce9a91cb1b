"""B315 whole-number-bands.

What it means
    Bands are printed in whole numbers, and the value that is looked up has decimals: 94.5 lies
    between 85–94 and 95–100.

Why it matters
    Rounding decides the grade, so it must be stated.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: both_inclusive
        columns: [from, to, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [0, 59, 不合格, 1200]
          - [60, 100, 合格, 1500]   # <-

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
          - [0, 59, 不合格, 1200]
          - [60, 100, 合格, 1500]
"""

from engine.core.diagnostic import Check

WHOLE_NUMBER_BANDS = Check(code="B315", name="whole-number-bands")
