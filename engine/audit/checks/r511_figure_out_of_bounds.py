"""R511 figure-out-of-bounds.

What it means
    A figure is beyond what the policy says that the measure can be, or has more decimals.

Why it matters
    The bounds are what makes the computation exact; a figure beyond them is a mistake of the
    file or of the policy.

Wrong
    figures:
      小美: {服务得分: 120, 销售额: 10000}

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

FIGURE_OUT_OF_BOUNDS = Check(code="R511", name="figure-out-of-bounds")
