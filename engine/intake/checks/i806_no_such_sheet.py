"""I806 no-such-sheet.

What it means
    The workbook has no sheet of that name, or several and the mapping names none.

Why it matters
    The wrong sheet may hold another month's figures.

Wrong
    sheets: 五月, 六月
    xlsx: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    sheets: 五月
    xlsx: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

NO_SUCH_SHEET = Check(code="I806", name="no-such-sheet")
