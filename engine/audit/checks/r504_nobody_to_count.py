"""R504 nobody-to-count.

What it means
    An average, total or headcount is asked of a role that nobody has this month.

Why it matters
    A share of nobody has no value.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      主管: {pay: [提成]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "average(销售额, 主管) × 1%"}
    figures:
      小美: {服务得分: 90, 销售额: 10000}

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      主管: {pay: [提成]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "average(销售额, 客服) × 1%"}
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

NOBODY_TO_COUNT = Check(code="R504", name="nobody-to-count")
