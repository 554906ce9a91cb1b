"""I812 not-one-month.

What it means
    The file's name does not state one whole month in the way the mapping says.

Why it matters
    Figures of three weeks would be paid as a month.

Wrong
    file: 绩效2024-05-01至2024-05-30.csv
    mapping: |
      month: {from: file_name, pattern: yyyy-mm-dd至yyyy-mm-dd}
    csv: |
      客服,接待人数
      小美,420

Right
    file: 绩效2024-05-01至2024-05-31.csv
    mapping: |
      month: {from: file_name, pattern: yyyy-mm-dd至yyyy-mm-dd}
    csv: |
      客服,接待人数
      小美,420
"""

from engine.core.diagnostic import Check

NOT_ONE_MONTH = Check(code="I812", name="not-one-month")
