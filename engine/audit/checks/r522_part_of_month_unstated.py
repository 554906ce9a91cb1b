"""R522 part-of-month-unstated.

What it means
    Somebody was there for a part of the month, and a line of a fixed amount does not say what it
    pays for a part.

Why it matters
    The full amount and the amount by days are both paid somewhere; neither is a default.

Wrong
    roster: joined

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

PART_OF_MONTH_UNSTATED = Check(code="R522", name="part-of-month-unstated")
