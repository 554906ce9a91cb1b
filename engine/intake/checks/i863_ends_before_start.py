"""I863 ends-before-start.

What it means
    An agent left before being hired, or a post ends before it begins.

Why it matters
    Months and seniority counted from it would be negative.

Wrong
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-01,,2024-05,2024-05

Right
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-01,,2024-05,2024-06
"""

from engine.core.diagnostic import Check

ENDS_BEFORE_START = Check(code="I863", name="ends-before-start")
