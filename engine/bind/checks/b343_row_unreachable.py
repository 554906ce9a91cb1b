"""B343 row-unreachable.

What it means
    A row of a decision table never hits: what it tests cannot occur, or rows before it take
    everything.

Why it matters
    Its author believes that it pays.

Wrong
    decisions:
      津贴:
        hit: first
        when: {级别: 职级, 工龄: 工龄年数}
        gives: {金额: money}
        rows:
          - ["-", "-", 0]
          - ["1", "<3", 100]   # <-
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
          - ["-", "-", 0]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 津贴.金额}
"""

from engine.core.diagnostic import Check

ROW_UNREACHABLE = Check(code="B343", name="row-unreachable")
