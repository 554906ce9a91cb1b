"""B342 decision-overlap.

What it means
    Two rows of a decision table fit the same inputs, and the table says that at most one does.

Why it matters
    Which of the two is paid would depend on their order.

Wrong
    decisions:
      津贴:
        hit: unique
        when: {级别: 角色, 工龄: 工龄年数}
        gives: {金额: money}
        rows:
          - ["客服", "<=3", 100]
          - ["客服", ">=3", 150]   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 津贴.金额}

Right
    decisions:
      津贴:
        hit: unique
        when: {级别: 角色, 工龄: 工龄年数}
        gives: {金额: money}
        rows:
          - ["客服", "<3", 100]
          - ["客服", ">=3", 150]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 津贴.金额}
"""

from engine.core.diagnostic import Check

DECISION_OVERLAP = Check(code="B342", name="decision-overlap")
