"""B363 part-negative.

What it means
    What a pool is shared by can be negative.

Why it matters
    Whoever is negative would pay the others their share.

Wrong
    pools:
      团队奖:
        amount: 10000
        among: [客服]
        by: 上班天数 − 5  # <-
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}

Right
    pools:
      团队奖:
        amount: 10000
        among: [客服]
        by: 最大(上班天数 − 5, 0)
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}
"""

from engine.core.diagnostic import Check

PART_NEGATIVE = Check(code="B363", name="part-negative")
