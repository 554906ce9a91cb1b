"""I847 too-many-places.

What it means
    A figure has more decimals than its measure may have.

Why it matters
    Rounding it here would round it twice; a count with decimals is another column's figure.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,420.5

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420.0
"""

from engine.core.diagnostic import Check

TOO_MANY_PLACES = Check(code="I847", name="too-many-places")
