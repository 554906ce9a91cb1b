"""P201 not-a-number.

What it means
    A number is expected, and what stands there is none: letters, wrong thousands separators,
    nan, inf, an exponent.

Why it matters
    A guessed number would be paid.

Wrong
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: "1,0,0", measure: 服务得分, points: as_is}   # <-

Right
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 100, measure: 服务得分, points: as_is}
"""

from engine.core.diagnostic import Check

NOT_A_NUMBER = Check(code="P201", name="not-a-number")
