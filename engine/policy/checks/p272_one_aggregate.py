"""P272 one-aggregate.

What it means
    A measure from rows counts or sums nothing, or several things at once.

Why it matters
    Exactly one of `count`, `distinct`, `sum`, `least` and `greatest` says what the figure is.

Wrong
    measures:
      大单数:
        unit: count
        places: 0
        min: 0
        max: 1000
        rows: {count: sales, sum: sales.amount}   # <-

Right
    measures:
      大单数:
        unit: count
        places: 0
        min: 0
        max: 1000
        rows: {count: sales, where: {amount: {least: 500}}}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 大单数 × 1}
"""

from engine.core.diagnostic import Check

ONE_AGGREGATE = Check(code="P272", name="one-aggregate")
