"""B362 pool-too-fine.

What it means
    A pool can have more decimals than its parts.

Why it matters
    Parts of whole cents can never add up to a pool with a part of a cent.

Wrong
    pools:
      团队奖:
        amount: 合计(销售额) × 1%  # <-
        among: [客服]
        by: 上班天数
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}

Right
    pools:
      团队奖:
        amount: 舍入(合计(销售额) × 1%, 2, half_up)
        among: [客服]
        by: 上班天数
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}
"""

from engine.core.diagnostic import Check

POOL_TOO_FINE = Check(code="B362", name="pool-too-fine")
