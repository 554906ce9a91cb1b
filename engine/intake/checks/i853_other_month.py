"""I853 other-month.

What it means
    A row is of another month than the import is for.

Why it matters
    It would be paid in a month that nobody asked for.

Wrong
    month: 2024-06
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    month: 2024-05
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

OTHER_MONTH = Check(code="I853", name="other-month")
