"""R508 nobody-on-roster.

What it means
    The roster has nobody for the shop and month.

Why it matters
    There is nobody to pay.

Wrong
    roster: empty

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

NOBODY_ON_ROSTER = Check(code="R508", name="nobody-on-roster")
