"""B365 share-not-paid.

What it means
    A role has a share of a pool, and no line of it pays that share.

Why it matters
    The parts that are paid would not add up to the pool.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      组长: {pay: [组长津贴]}
    pools:
      团队奖:
        amount: 10000
        among: [客服, 组长]  # <-
        by: 上班天数
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}
      组长津贴: {amount: 200}

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      组长: {pay: [组长津贴]}
    pools:
      团队奖:
        amount: 10000
        among: [客服]
        by: 上班天数
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}
      组长津贴: {amount: 200}
"""

from engine.core.diagnostic import Check

SHARE_NOT_PAID = Check(code="B365", name="share-not-paid")
