"""I828 key-misfit.

What it means
    A measure that has a figure per key is mapped without a column 'key', or one that has none with it.

Why it matters
    Nobody could tell which figure belongs to which key.

Wrong
    mapping: |
      columns:
        - {header: 销售额, measure: 品类销售额, written_as: yuan, unit: money, places: 2, min: 0, max: 1000000, by: 品类}
    csv: |
      客服,月份,销售额
      小美,2024-05,420

Right
    mapping: |
      key: {header: 品类}
      columns:
        - {header: 销售额, measure: 品类销售额, written_as: yuan, unit: money, places: 2, min: 0, max: 1000000, by: 品类}
    csv: |
      客服,月份,品类,销售额
      小美,2024-05,手机,420
      小美,2024-05,配件,80
"""

from engine.core.diagnostic import Check

KEY_MISFIT = Check(code="I828", name="key-misfit")
