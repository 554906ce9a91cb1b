"""R531 nobody-shares.

What it means
    There is an amount to share, and nobody has a part in what it is shared by.

Why it matters
    It would silently go to nobody.

Wrong
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
    figures:
      小美: {服务得分: 90, 上班天数: 0}

Right
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
    figures:
      小美: {服务得分: 90, 上班天数: 22}
"""

from engine.core.diagnostic import Check

NOBODY_SHARES = Check(code="R531", name="nobody-shares")
