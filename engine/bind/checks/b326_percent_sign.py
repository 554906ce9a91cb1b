"""B326 percent-sign.

What it means
    A bare number stands where a ratio is meant, and is larger than the ratio can be: 60 is 6000
    %.

Why it matters
    The step from 60 to 60 % is a pay error of a hundred times.

Wrong
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 50, measure: 服务得分, points: as_is}
          转化: {weight: 50, measure: 询单转化率, points: {target: 60, cap: 100}}   # <-

Right
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 50, measure: 服务得分, points: as_is}
          转化: {weight: 50, measure: 询单转化率, points: {target: 60%, cap: 100}}
"""

from engine.core.diagnostic import Check

PERCENT_SIGN = Check(code="B326", name="percent-sign")
