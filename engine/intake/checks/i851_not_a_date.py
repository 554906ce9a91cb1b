"""I851 not-a-date.

What it means
    A cell is not a date of the calendar.

Why it matters
    Seniority is counted from it.

Wrong
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-30,,2024-01,

Right
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-28,,2024-01,
"""

from engine.core.diagnostic import Check

NOT_A_DATE = Check(code="I851", name="not-a-date")
