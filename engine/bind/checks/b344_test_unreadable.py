"""B344 test-unreadable.

What it means
    A test cell is neither -, a number, a comparison, a range nor words that the input can have.

Why it matters
    A test that is guessed would pay by the guess.

Wrong
    decisions:
      津贴:
        hit: first
        when: {级别: 职级, 工龄: 工龄年数}
        gives: {金额: money}
        rows:
          - ["1", "3-5", 100]   # <-
          - ["-", "-", 0]
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
          - ["1", "[3..5]", 100]
          - ["-", "-", 0]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% + 津贴.金额}
"""

from engine.core.diagnostic import Check

TEST_UNREADABLE = Check(code="B344", name="test-unreadable")
