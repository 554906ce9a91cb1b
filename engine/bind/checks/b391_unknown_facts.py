"""B391 unknown-facts.

What it means
    A measure from rows names a table of facts, or a column of one, that there is not.

Why it matters
    There are no rows to count.

Wrong
    measures:
      大单数:
        unit: count
        places: 0
        min: 0
        max: 1000
        rows: {count: sale}   # <-

Right
    measures:
      大单数:
        unit: count
        places: 0
        min: 0
        max: 1000
        rows: {count: sales}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 大单数 × 1}
"""

from engine.core.diagnostic import Check

UNKNOWN_FACTS = Check(code="B391", name="unknown-facts")
