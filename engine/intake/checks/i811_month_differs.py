"""I811 month-differs.

What it means
    The file's name states another month than the command.

Why it matters
    One of the two is wrong, and the figures would be paid in the wrong month.

Wrong
    file: 绩效2024-05-01至2024-05-31.csv
    month: 2024-06
    mapping: |
      month: {from: file_name, pattern: yyyy-mm-dd至yyyy-mm-dd}
    csv: |
      客服,接待人数
      小美,420

Right
    file: 绩效2024-05-01至2024-05-31.csv
    month: 2024-05
    mapping: |
      month: {from: file_name, pattern: yyyy-mm-dd至yyyy-mm-dd}
    csv: |
      客服,接待人数
      小美,420
"""

from engine.core.diagnostic import Check

MONTH_DIFFERS = Check(code="I811", name="month-differs")
