"""A601 case-differs.

What it means
    A worked example of the policy comes out differently from what its author worked out.

Why it matters
    Either the policy or the working is wrong; both are read by the people who are paid.

Wrong
    cases:
      - case: 一万元
        why: "10000 × 1% = 100.00"
        given: {销售额: 10000}
        expect: {提成: 101}   # <-

Right
    cases:
      - case: 一万元
        why: "10000 × 1% = 100.00"
        given: {销售额: 10000}
        expect: {提成: 100}
"""

from engine.core.diagnostic import Check

CASE_DIFFERS = Check(code="A601", name="case-differs")
