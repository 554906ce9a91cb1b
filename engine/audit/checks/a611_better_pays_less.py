"""A611 better-pays-less.

What it means
    Found by `check --deep`: over the whole pay of a role, one step of better work pays less. The
    lines are added up, so a cliff that another line makes good again is none.

Why it matters
    The agent who stops one step before the edge takes home more, and people will notice.

Wrong
    # tianping check --deep
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 全勤奖]}   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
      全勤奖: {amount: "如果(服务得分 >= 90, 100, 200)", when: 销售额 >= 0}

Right
    # tianping check --deep
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 全勤奖]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
      全勤奖: {amount: "如果(服务得分 >= 90, 200, 100)", when: 销售额 >= 0}
"""

from engine.core.diagnostic import Check

BETTER_PAYS_LESS = Check(code="A611", name="better-pays-less", severity="warning")
