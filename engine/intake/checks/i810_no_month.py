"""I810 no-month.

What it means
    The mapping takes the month from the command, and none was given.

Why it matters
    Figures without a month cannot be paid in any.

Wrong
    mapping: |
      month: {from: command_line}
    csv: |
      客服,接待人数
      小美,420

Right
    mapping: |
      month: {from: command_line}
    month: 2024-05
    csv: |
      客服,接待人数
      小美,420
"""

from engine.core.diagnostic import Check

NO_MONTH = Check(code="I810", name="no-month")
