"""I841 row-length.

What it means
    A row has fewer cells than there are headers, or text beside them.

Why it matters
    One comma too many moves every figure behind it under another header.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420,,
"""

from engine.core.diagnostic import Check

ROW_LENGTH = Check(code="I841", name="row-length")
