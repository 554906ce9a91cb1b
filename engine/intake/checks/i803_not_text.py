"""I803 not-text.

What it means
    The file is binary: an old .xls, a picture, an archive.

Why it matters
    Text read out of binary bytes would be nonsense that may look like figures.

Wrong
    bytes: 89 50 4e 47 0d 0a 1a 0a 00 00 00 0d

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

NOT_TEXT = Check(code="I803", name="not-text")
