"""B372 counts-nothing.

What it means
    A role is paid a limit and none of the lines that it counts.

Why it matters
    A guarantee would be paid in full on top of everything, a cap would never take anything.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
      主管: {pay: [补贴, 封顶]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额}
      补贴: {amount: 300}
      封顶: {counts: [提成], at_most: 3000}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 封顶]}
      主管: {pay: [补贴]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额}
      补贴: {amount: 300}
      封顶: {counts: [提成], at_most: 3000}
"""

from engine.core.diagnostic import Check

COUNTS_NOTHING = Check(code="B372", name="counts-nothing")
