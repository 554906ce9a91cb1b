"""I824 unfit-spelling.

What it means
    A column's `written_as` does not fit the unit of its measure.

Why it matters
    A percentage read as money is wrong by any factor.

Wrong
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 销售额, measure: sales, written_as: percent_sign, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 销售额, measure: sales, written_as: yuan, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

UNFIT_SPELLING = Check(code="I824", name="unfit-spelling")
