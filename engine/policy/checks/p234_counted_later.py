"""P234 counted-later.

What it means
    A limit stands on the payslip before a line that it counts.

Why it matters
    A reader adds up from the top: what a limit gives or takes can be followed only below the lines
    that it counts.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 保底, 提成]}   # <-
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额}
      保底: {counts: [工资, 提成], at_least: 3000}

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 保底]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额}
      保底: {counts: [工资, 提成], at_least: 3000}
"""

from engine.core.diagnostic import Check

COUNTED_LATER = Check(code="P234", name="counted-later")
