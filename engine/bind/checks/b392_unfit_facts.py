"""B392 unfit-facts.

What it means
    A measure from rows sums what is no number, or compares a column with what it never holds.

Why it matters
    The figure would mean nothing, or be 0 for ever.

Wrong
    measures:
      快响应数:
        unit: count
        places: 0
        min: 0
        max: 100000
        rows: {count: responses, where: {seconds: 快}}   # <-

Right
    measures:
      快响应数:
        unit: count
        places: 0
        min: 0
        max: 100000
        rows: {count: responses, where: {seconds: {below: 30}}}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 快响应数 × 1}
"""

from engine.core.diagnostic import Check

UNFIT_FACTS = Check(code="B392", name="unfit-facts")
