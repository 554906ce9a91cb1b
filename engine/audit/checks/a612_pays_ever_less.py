"""A612 pays-ever-less.

What it means
    Found by `check --deep`: over a whole stretch of a measure, better work pays less and less.

Why it matters
    It pays to work worse: such a measure will be played with.

Wrong
    # tianping check --deep
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 退款金额 × 1% + 销售额 × 1%}

Right
    # tianping check --deep
    roles:
      客服:
        kpi: 考核
        pay: [工资, 提成]
        accept: [{finding: falls, of: 退款金额, reason: 处理退款按金额计酬}]
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 退款金额 × 1% + 销售额 × 1%}
"""

from engine.core.diagnostic import Check

PAYS_EVER_LESS = Check(code="A612", name="pays-ever-less", severity="warning")
