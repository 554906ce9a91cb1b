"""I809 unread-column.

What it means
    A column is neither read by the mapping nor named under `ignore`.

Why it matters
    A renamed column would otherwise drop out of pay without a word.

Wrong
    csv: |
      客服,月份,接待人数,投诉
      小美,2024-05,420,3

Right
    csv: |
      客服,月份,接待人数,备注
      小美,2024-05,420,新人
"""

from engine.core.diagnostic import Check

UNREAD_COLUMN = Check(code="I809", name="unread-column")
