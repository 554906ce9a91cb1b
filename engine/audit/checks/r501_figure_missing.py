"""R501 figure-missing.

What it means
    A figure that the policy needs is not there for an agent, or is only a state such as "late
    statistics".

Why it matters
    Missing is not zero; a wage is not paid on a guess.

Wrong
    figures:
      小美: {服务得分: 90}

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

FIGURE_MISSING = Check(code="R501", name="figure-missing")
