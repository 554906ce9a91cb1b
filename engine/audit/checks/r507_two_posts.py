"""R507 two-posts.

What it means
    An agent has two posts on the roster on the same days.

Why it matters
    Which of the two is paid must be stated, not guessed.

Wrong
    roster: two

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

TWO_POSTS = Check(code="R507", name="two-posts")
