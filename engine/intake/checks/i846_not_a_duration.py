"""I846 not-a-duration.

What it means
    A cell is not a length of time in a form that the column may have.

Why it matters
    3:25 may be minutes or hours; a column of seconds holds plain seconds.

Wrong
    csv: |
      客服,月份,接待人数,平均响应
      小美,2024-05,420,1分90秒

Right
    csv: |
      客服,月份,接待人数,平均响应
      小美,2024-05,420,1分30秒
"""

from engine.core.diagnostic import Check

NOT_A_DURATION = Check(code="I846", name="not-a-duration")
