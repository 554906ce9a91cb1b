"""B312 rounding-unstated.

What it means
    A pay line can come out with parts of a cent, and nothing says how it is rounded.

Why it matters
    Each way of rounding pays another cent.

Wrong
    round: {}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 0.3%}   # <-

Right
    round: {lines: {places: 2, mode: half_up}}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 0.3%}
"""

from engine.core.diagnostic import Check

ROUNDING_UNSTATED = Check(code="B312", name="rounding-unstated")
