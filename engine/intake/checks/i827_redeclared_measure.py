"""I827 redeclared-measure.

What it means
    The mapping declares a measure that the catalogue already has.

Why it matters
    Two declarations of one name would check its figures in two ways.

Wrong
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - header: 销售额
          measure: sales
          written_as: yuan
          unit: money
          places: 2
          min: 0
          max: 10
          optional: true
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

REDECLARED_MEASURE = Check(code="I827", name="redeclared-measure")
