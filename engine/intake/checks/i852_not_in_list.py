"""I852 not-in-list.

What it means
    A word is not one of those that the mapping lists for its column.

Why it matters
    An unknown shop or role has no policy.

Wrong
    mapping: |
      shop: {header: 店铺, values: {兰亭女装: lanting}}
    csv: |
      客服,月份,接待人数,店铺
      小美,2024-05,420,兰亭男装

Right
    mapping: |
      shop: {header: 店铺, values: {兰亭女装: lanting}}
    csv: |
      客服,月份,接待人数,店铺
      小美,2024-05,420,兰亭女装
"""

from engine.core.diagnostic import Check

NOT_IN_LIST = Check(code="I852", name="not-in-list")
