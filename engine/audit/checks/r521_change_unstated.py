"""R521 change-unstated.

What it means
    An agent changes role or level within the month, and the policy does not say which state pays.

Why it matters
    By days, by the first state and by the last are three different payslips.

Wrong
    roster: changed

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

CHANGE_UNSTATED = Check(code="R521", name="change-unstated")
