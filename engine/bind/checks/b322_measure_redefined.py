"""B322 measure-redefined.

What it means
    A measure of the catalogue is given another unit, or one of the shop's own lacks unit,
    places, min or max.

Why it matters
    Without bounds and decimals nothing can be computed exactly.

Wrong
    measures:
      团队协作: {unit: points}   # <-
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

MEASURE_REDEFINED = Check(code="B322", name="measure-redefined")
