"""I829 evidence-unmapped.

What it means
    A measure that needs evidence is mapped without a column 'evidence'.

Why it matters
    Every row would come without its proof.

Wrong
    mapping: |
      columns:
        - {header: 差错, measure: 差错次数, written_as: number, unit: count, places: 0, min: 0, max: 100, evidence: required}
    csv: |
      客服,月份,差错
      小美,2024-05,2

Right
    mapping: |
      evidence: {header: 依据}
      columns:
        - {header: 差错, measure: 差错次数, written_as: number, unit: count, places: 0, min: 0, max: 100, evidence: required}
    csv: |
      客服,月份,差错,依据
      小美,2024-05,2,工单 8101、8102
"""

from engine.core.diagnostic import Check

EVIDENCE_UNMAPPED = Check(code="I829", name="evidence-unmapped")
