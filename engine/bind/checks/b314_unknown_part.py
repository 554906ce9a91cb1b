"""B314 unknown-part.

What it means
    A role, a score card or a pay line is named that the policy does not have.

Why it matters
    Nobody can be scored or paid by a part that is not there.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提城, 提成]}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
"""

from engine.core.diagnostic import Check

UNKNOWN_PART = Check(code="B314", name="unknown-part")
