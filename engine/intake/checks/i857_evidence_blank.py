"""I857 evidence-blank.

What it means
    A figure that needs evidence comes without it.

Why it matters
    A deduction or a bonus that nothing proves does not stand in a dispute.

Wrong
    mapping: |
      evidence: {header: 依据}
      columns:
        - {header: 差错, measure: 差错次数, written_as: number, unit: count, places: 0, min: 0, max: 100, evidence: required}
    csv: |
      客服,月份,差错,依据
      小美,2024-05,2,

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

EVIDENCE_BLANK = Check(code="I857", name="evidence-blank")
