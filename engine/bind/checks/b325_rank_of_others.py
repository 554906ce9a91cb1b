"""B325 rank-of-others.

What it means
    A role is paid by its place in a ranking that it is not part of.

Why it matters
    Somebody who is not ranked has no place.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      主管: {pay: [提成]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "if(rank(销售额, shared, 客服) <= 3, 100, 0)"}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "if(rank(销售额, shared, 客服) <= 3, 100, 0)"}
"""

from engine.core.diagnostic import Check

RANK_OF_OTHERS = Check(code="B325", name="rank-of-others")
