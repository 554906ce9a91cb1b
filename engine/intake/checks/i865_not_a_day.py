"""I865 not-a-day.

What it means
    The start or the end of a post is neither a day nor a month.

Why it matters
    The days of a post decide which part of the month it is paid for.

Wrong
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-01,,5月16日,

Right
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-01,,2024-05-16,
"""

from engine.core.diagnostic import Check

NOT_A_DAY = Check(code="I865", name="not-a-day")
