"""P241 shares-not-whole.

What it means
    The shares of a distribution do not sum to 100 %, or one of them is negative.

Why it matters
    Somebody would be in no row, or a row would hold nobody.

Wrong
    distributions:
      分布:   # <-
        rank: 考核得分
        among: [客服]
        first: highest
        ties: better
        headcounts: half_up
        columns: [share, 等级, 奖]
        units: {奖: money}
        rows:
          - [15%, A, 500]
          - [75%, B, 100]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 分布.奖}

Right
    distributions:
      分布:
        rank: 考核得分
        among: [客服]
        first: highest
        ties: better
        headcounts: half_up
        columns: [share, 等级, 奖]
        units: {奖: money}
        rows:
          - [15%, A, 500]
          - [85%, B, 100]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 分布.奖}
"""

from engine.core.diagnostic import Check

SHARES_NOT_WHOLE = Check(code="P241", name="shares-not-whole")
