"""I850 not-a-month.

What it means
    A cell is not a month.

Why it matters
    A row of a single day would be taken for the whole month.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05-01,420

Right
    csv: |
      客服,月份,接待人数
      小美,2024年5月,420
"""

from engine.core.diagnostic import Check

NOT_A_MONTH = Check(code="I850", name="not-a-month")
