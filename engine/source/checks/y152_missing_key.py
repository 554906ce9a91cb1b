"""Y152 missing-key.

What it means
    A key that this part of the policy needs is not there.

Why it matters
    What real texts leave open must be stated; there is no default.

Wrong
    kpi:
      售前:   # <-
        round: {places: 2, mode: half_up}
        missing: refuse

Right
    kpi:
      售前:
        round: {places: 2, mode: half_up}
        missing: refuse
        items:
          服务: {weight: 100, measure: service_points, points: as_is}
"""

from engine.core.diagnostic import Check

MISSING_KEY = Check(code="Y152", name="missing-key")
