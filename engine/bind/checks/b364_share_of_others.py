"""B364 share-of-others.

What it means
    A role is paid from a pool, or by a distribution, that it is not among.

Why it matters
    Who is not counted has no share and no place.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      组长: {pay: [提成]}
    pools:
      团队奖:  # <-
        amount: 10000
        among: [客服]
        by: 上班天数
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      组长: {pay: [提成]}
    pools:
      团队奖:
        amount: 10000
        among: [客服, 组长]
        by: 上班天数
        places: 2
        remainder: largest_fraction
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 团队奖}
"""

from engine.core.diagnostic import Check

SHARE_OF_OTHERS = Check(code="B364", name="share-of-others")
