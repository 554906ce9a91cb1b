"""I855 unknown-measure-name.

What it means
    A row names a measure that neither the catalogue nor the mapping has.

Why it matters
    Its figure would reach no policy.

Wrong
    long: |
      客服,月份,指标,数值,评分人,评分时间
      小美,2024-05,接代人数,420,,

Right
    long: |
      客服,月份,指标,数值,评分人,评分时间
      小美,2024-05,接待人数,420,,
"""

from engine.core.diagnostic import Check

UNKNOWN_MEASURE_NAME = Check(code="I855", name="unknown-measure-name")
