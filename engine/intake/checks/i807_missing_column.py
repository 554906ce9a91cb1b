"""I807 missing-column.

What it means
    A header that the mapping needs stands nowhere in the header row.

Why it matters
    Figures that are not there would be missing from every agent's pay.

Wrong
    csv: |
      客服,月份,接待数
      小美,2024-05,420

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

MISSING_COLUMN = Check(code="I807", name="missing-column")
