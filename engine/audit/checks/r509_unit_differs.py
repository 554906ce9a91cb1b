"""R509 unit-differs.

What it means
    A figure was imported in another unit than the policy reads it in.

Why it matters
    62 points and 62 % are different things.

Wrong
    figures: unit

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

UNIT_DIFFERS = Check(code="R509", name="unit-differs")
