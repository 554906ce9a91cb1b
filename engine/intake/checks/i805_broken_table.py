"""I805 broken-table.

What it means
    The file cannot be split into rows and cells: a quote is never closed, a workbook is
    damaged.

Why it matters
    Behind an open quote all later rows are one cell.

Wrong
    csv: |
      客服,月份,接待人数
      "小美,2024-05,420

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

BROKEN_TABLE = Check(code="I805", name="broken-table")
