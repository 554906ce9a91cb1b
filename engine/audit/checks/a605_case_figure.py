"""A605 case-figure.

What it means
    A worked example gives a figure that the measure cannot have: beyond its bounds, or with
    more decimals.

Why it matters
    An example that no month could contain proves nothing.

Wrong
    cases:
      - case: 一万元
        why: "10000.001 × 1% = 100.00001"
        given: {销售额: 10000.001}   # <-
        expect: {提成: 100}

Right
    cases:
      - case: 一万元
        why: "10000 × 1% = 100.00"
        given: {销售额: 10000}
        expect: {提成: 100}
"""

from engine.core.diagnostic import Check

CASE_FIGURE = Check(code="A605", name="case-figure")
