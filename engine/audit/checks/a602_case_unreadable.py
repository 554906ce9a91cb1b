"""A602 case-unreadable.

What it means
    A worked example names an agent, a figure or a result that the policy does not have.

Why it matters
    A case that checks nothing gives false comfort.

Wrong
    cases:
      - case: 一万元
        why: "10000 × 1% = 100.00"
        given: {销售客: 10000}   # <-
        expect: {提成: 100}

Right
    cases:
      - case: 一万元
        why: "10000 × 1% = 100.00"
        given: {销售额: 10000}
        expect: {提成: 100}
"""

from engine.core.diagnostic import Check

CASE_UNREADABLE = Check(code="A602", name="case-unreadable")
