"""I849 digits-lost.

What it means
    A number of a spreadsheet has more digits than a spreadsheet keeps.

Why it matters
    Beyond 15 digits the program has already changed the number.

Wrong
    xlsx: |
      客服,月份,接待人数
      小美,2024-05,1234567890123456789

Right
    xlsx: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

DIGITS_LOST = Check(code="I849", name="digits-lost")
