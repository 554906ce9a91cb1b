"""I802 empty-file.

What it means
    There are no headers on the row that the mapping names, or no rows below them.

Why it matters
    An empty export is a failed one; a month without figures would look like nobody worked.

Wrong
    csv: |
      客服,月份,接待人数

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

EMPTY_FILE = Check(code="I802", name="empty-file")
