"""P236 line-twice.

What it means
    A role lists a pay line twice, or beside a line the row of its limit, which comes with it.

Why it matters
    It would be paid twice, and a payslip that shows it once would not add up.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 工资]}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
"""

from engine.core.diagnostic import Check

LINE_TWICE = Check(code="P236", name="line-twice")
