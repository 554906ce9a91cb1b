"""I848 out-of-range.

What it means
    A figure lies below or above what its measure can be.

Why it matters
    A negative count or a share above 1 is a fault of the file or of the declared spelling.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,-3

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,0
"""

from engine.core.diagnostic import Check

OUT_OF_RANGE = Check(code="I848", name="out-of-range")
