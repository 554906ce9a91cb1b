"""Y152 missing-key.

What it means
    A key that this part of the policy needs is not there.

Why it matters
    What real texts leave open must be stated; there is no default.

Wrong
    kpi:
      考核:   # <-
        round: {places: 2, mode: half_up}

Right
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 100, measure: 服务得分, points: as_is}
"""

from engine.core.diagnostic import Check

MISSING_KEY = Check(code="Y152", name="missing-key")
