"""A613 no-effect.

What it means
    Found by `check --deep`: a measure of a role moves no line of its pay, wherever in its bounds
    it lies. "Searched" means that many other figures were tried; otherwise it is proven.

Why it matters
    Somebody counts it, agents work for it, and it pays nothing.

Wrong
    # tianping check --deep
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 100, measure: 服务得分, points: as_is}   # <-
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [60, 合格, 1500]
          - [0, 不合格, 1500]

Right
    # tianping check --deep
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 100, measure: 服务得分, points: as_is}
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

NO_EFFECT = Check(code="A613", name="no-effect", severity="warning")
