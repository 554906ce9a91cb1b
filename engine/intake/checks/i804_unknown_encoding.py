"""I804 unknown-encoding.

What it means
    The bytes are not text of the encoding that the mapping names, or of none that is tried.

Why it matters
    A guessed encoding turns one agent's name into another.

Wrong
    bytes: e5 ae a2 ff ff

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

UNKNOWN_ENCODING = Check(code="I804", name="unknown-encoding")
