"""I822 unknown-measure.

What it means
    The mapping names a measure that the catalogue lacks, and declares no unit for it.

Why it matters
    Without unit, places and bounds nothing could be checked.

Wrong
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 销售额, measure: slaes, written_as: yuan, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - header: 礼貌分
          measure: 礼貌分
          written_as: number
          unit: points
          places: 1
          min: 0
          max: 10
          optional: true
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

UNKNOWN_MEASURE = Check(code="I822", name="unknown-measure")
