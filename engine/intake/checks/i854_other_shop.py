"""I854 other-shop.

What it means
    A row is of another shop than the import is for.

Why it matters
    It would be paid by another shop's policy.

Wrong
    mapping: |
      shop: {header: 店铺}
    csv: |
      客服,月份,接待人数,店铺
      小美,2024-05,420,baihe

Right
    mapping: |
      shop: {header: 店铺}
    csv: |
      客服,月份,接待人数,店铺
      小美,2024-05,420,lanting
"""

from engine.core.diagnostic import Check

OTHER_SHOP = Check(code="I854", name="other-shop")
