"""I808 duplicate-header.

What it means
    Two columns stand under a header that the mapping reads.

Why it matters
    Which of the two pays would be a matter of their order.

Wrong
    csv: |
      客服,月份,接待人数,接待人数
      小美,2024-05,420,520

Right
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

DUPLICATE_HEADER = Check(code="I808", name="duplicate-header")
