"""B393 rows-unit.

What it means
    The unit of a measure is not that of what it is worked out from.

Why it matters
    Yuan counted as a number of things would pay the wrong amount.

Wrong
    measures:
      大单金额:
        unit: count
        places: 2
        min: 0
        max: 1000000
        rows: {sum: sales.amount, where: {amount: {least: 500}}}   # <-

Right
    measures:
      大单金额:
        unit: money
        places: 2
        min: 0
        max: 1000000
        rows: {sum: sales.amount, where: {amount: {least: 500}}}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 大单金额 × 1%}
"""

from engine.core.diagnostic import Check

ROWS_UNIT = Check(code="B393", name="rows-unit")
