"""I864 two-posts.

What it means
    An agent holds two posts on the same day.

Why it matters
    The day would be paid twice, or by either.

Wrong
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-01,,2024-01,
      小美,主管,2023-02-01,,2024-05,

Right
    roster: |
      工号,角色,入职日期,离职日期,生效月,失效月
      小美,客服,2023-02-01,,2024-01,2024-05
      小美,主管,2023-02-01,,2024-05,
"""

from engine.core.diagnostic import Check

TWO_POSTS = Check(code="I864", name="two-posts")
