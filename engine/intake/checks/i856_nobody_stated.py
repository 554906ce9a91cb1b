"""I856 nobody-stated.

What it means
    A figure that a person states has no author or no time.

Why it matters
    Points that nobody signed cannot be accounted for.

Wrong
    long: |
      客服,月份,指标,数值,评分人,评分时间
      小美,2024-05,团队协作分,90,,

Right
    long: |
      客服,月份,指标,数值,评分人,评分时间
      小美,2024-05,团队协作分,90,林店长,2024-06-01 10:00
"""

from engine.core.diagnostic import Check

NOBODY_STATED = Check(code="I856", name="nobody-stated")
