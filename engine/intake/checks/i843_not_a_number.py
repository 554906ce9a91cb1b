"""I843 not-a-number.

What it means
    A cell under a measure is not one plain number.

Why it matters
    `1,2,3`, `nan` or `1e5` would be read as something nobody wrote.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,"1,2,3"

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,"1,200"
"""

from engine.core.diagnostic import Check

NOT_A_NUMBER = Check(code="I843", name="not-a-number")
