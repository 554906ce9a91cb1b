"""I821 month-pattern.

What it means
    The pattern for file names does not hold one month, or the first and last day of one.

Why it matters
    A pattern without a year or month can find none.

Wrong
    mapping: |
      month: {from: file_name, pattern: 绩效mm}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    file: 2024-05.csv
    mapping: |
      month: {from: file_name, pattern: yyyy-mm}
    csv: |
      客服,接待人数
      小美,420
"""

from engine.core.diagnostic import Check

MONTH_PATTERN = Check(code="I821", name="month-pattern")
