"""B341 decision-gap.

What it means
    A combination of inputs that can occur fits no row of a decision table.

Why it matters
    The agent who has it would get nothing, and nobody decided so.

Wrong
    decisions:
      津贴:   # <-
        hit: first
        when: {级别: 职级, 工龄: 工龄年数}
        gives: {金额: money}
        rows:
          - ["1", "<3", 100]
          - ["1", ">=3", 150]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 津贴.金额}

Right
    decisions:
      津贴:
        hit: first
        when: {级别: 职级, 工龄: 工龄年数}
        gives: {金额: money}
        rows:
          - ["1", "<3", 100]
          - ["1", ">=3", 150]
          - ["-", "-", 0]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 津贴.金额}
"""

from engine.core.diagnostic import Check

DECISION_GAP = Check(code="B341", name="decision-gap")
