"""B361 pool-per-agent.

What it means
    A pool reads a value that differs from agent to agent.

Why it matters
    Then there is no one amount that could be shared.

Wrong
    pools:
      团队奖:
        amount: 舍入(销售额 × 1%, 2, half_up)  # <-
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

POOL_PER_AGENT = Check(code="B361", name="pool-per-agent")
