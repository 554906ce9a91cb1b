"""A614 out-of-reach.

What it means
    Found by `check --deep`: an item of a score card reaches 100 points for no figures that its
    measures can have.

Why it matters
    Part of the weight cannot be earned by anybody, however well they work.

Wrong
    # tianping check --deep
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 100, measure: 服务得分, points: {target: 120, cap: 100}}   # <-

Right
    # tianping check --deep
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
    kpi:
      考核:
        round: {places: 2, mode: half_up}
        items:
          服务: {weight: 100, measure: 服务得分, points: {target: 90, cap: 100}}
"""

from engine.core.diagnostic import Check

OUT_OF_REACH = Check(code="A614", name="out-of-reach", severity="warning")
