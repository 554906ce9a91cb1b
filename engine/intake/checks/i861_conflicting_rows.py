"""I861 conflicting-rows.

What it means
    Several rows state different figures for one agent and month.

Why it matters
    Neither the first nor the last is more right; their sum may count twice.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
      小美,2024-05,402

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
      阿文,2024-05,402
"""

from engine.core.diagnostic import Check

CONFLICTING_ROWS = Check(code="I861", name="conflicting-rows")
