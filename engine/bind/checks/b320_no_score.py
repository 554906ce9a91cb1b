"""B320 no-score.

What it means
    The score is used for a role that has no score card.

Why it matters
    There is no number for it.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      主管: {pay: [工资]}
    tables:
      评级:
        lookup: 考核得分   # <-
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [0, 合格, 1500]

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      主管: {pay: [提成]}
"""

from engine.core.diagnostic import Check

NO_SCORE = Check(code="B320", name="no-score")
