"""I801 too-large.

What it means
    The file is larger than 100 MiB, or its sheets are once unpacked.

Why it matters
    A table of agents and months is far smaller; a huge file is the wrong one, or made to harm.

Wrong
    size: 104857601

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

TOO_LARGE = Check(code="I801", name="too-large")
