"""I862 repeated-row.

What it means
    Two rows say exactly the same of one agent and month; one is taken.

Why it matters
    No amount changes, but the export may be doubled elsewhere too.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
      小美,2024-05,420

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

REPEATED_ROW = Check(code="I862", name="repeated-row", severity="warning")
