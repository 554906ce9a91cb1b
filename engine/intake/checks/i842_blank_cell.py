"""I842 blank-cell.

What it means
    A cell that must say something is blank.

Why it matters
    Blank may mean zero, no data or forgotten; each pays differently.

Wrong
    csv: |
      客服,月份,接待人数
      小美,2024-05,

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,-
"""

from engine.core.diagnostic import Check

BLANK_CELL = Check(code="I842", name="blank-cell")
