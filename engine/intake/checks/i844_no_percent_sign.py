"""I844 no-percent-sign.

What it means
    The mapping says that the column bears a percent sign, and the cell bears none.

Why it matters
    0.625 and 62.5 without a sign differ a hundredfold, and their size does not tell which is
    meant.

Wrong
    csv: |
      客服,月份,接待人数,询单转化率
      小美,2024-05,420,0.625

Right
    csv: |
      客服,月份,接待人数,询单转化率
      小美,2024-05,420,62.5%
"""

from engine.core.diagnostic import Check

NO_PERCENT_SIGN = Check(code="I844", name="no-percent-sign")
