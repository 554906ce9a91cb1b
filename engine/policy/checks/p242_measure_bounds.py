"""P242 measure-bounds.

What it means
    The least value of a measure is greater than its greatest.

Why it matters
    No figure could ever be taken, and whatever is checked against the bounds would seem sound.

Wrong
    measures:
      团队协作: {unit: points, places: 0, min: 100, max: 0}   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 得分率(团队协作)}

Right
    measures:
      团队协作: {unit: points, places: 0, min: 0, max: 100}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 得分率(团队协作)}
"""

from engine.core.diagnostic import Check

MEASURE_BOUNDS = Check(code="P242", name="measure-bounds")
