"""I845 percent-sign.

What it means
    A cell bears a percent sign in a column declared without one.

Why it matters
    Dropping or obeying the sign gives amounts a hundredfold apart.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,42%

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,42
"""

from engine.core.diagnostic import Check

PERCENT_SIGN = Check(code="I845", name="percent-sign")
