"""I823 measure-twice.

What it means
    Two columns of the mapping hold one measure, or bear one header.

Why it matters
    Which of the two pays would be a matter of their order.

Wrong
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 接待, measure: 接待人数, written_as: number, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 咨询, measure: 咨询人数, written_as: number, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

MEASURE_TWICE = Check(code="I823", name="measure-twice")
