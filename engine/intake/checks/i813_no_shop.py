"""I813 no-shop.

What it means
    The file has no column for the shop, and the command names none.

Why it matters
    Agents of two shops may bear the same name.

Wrong
    shop: ''
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    shop: lanting
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

NO_SHOP = Check(code="I813", name="no-shop")
