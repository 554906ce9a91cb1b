"""R533 evidence-missing.

What it means
    The policy wants evidence for a figure, and it was imported without.

Why it matters
    A deduction that nothing proves does not stand in a dispute.

Wrong
    figures: evidence

Right
    measures:
      差错次数: {unit: count, places: 0, min: 0, max: 100, entered: true, evidence: required}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: −20 × 差错次数}
    figures:
      小美: {服务得分: 90, 差错次数: 2}
"""

from engine.core.diagnostic import Check

EVIDENCE_MISSING = Check(code="R533", name="evidence-missing")
