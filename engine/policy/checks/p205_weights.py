"""P205 weights.

What it means
    The weights of a score card do not sum to 100, or one of them is negative.

Why it matters
    Every agent of the role would be scored too high or too low.

Wrong
    kpi:
      考核:   # <-
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 60, measure: 服务得分, points: as_is}
          转化: {weight: 30, measure: 询单转化率, points: {target: 60%, cap: 100}}

Right
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 60, measure: 服务得分, points: as_is}
          转化: {weight: 40, measure: 询单转化率, points: {target: 60%, cap: 100}}
"""

from engine.core.diagnostic import Check

WEIGHTS = Check(code="P205", name="weights", leaves_whole=True)
