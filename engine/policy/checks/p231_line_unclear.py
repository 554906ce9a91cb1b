"""P231 line-unclear.

What it means
    A pay line states neither an amount nor the lines that it counts, or both, or it counts lines
    and sets them no limit.

Why it matters
    A line either pays an amount, or brings the sum of other lines within limits. Which of the two
    is meant decides what is paid.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 保底]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额}
      保底: {counts: [工资, 提成]}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 保底]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额}
      保底: {counts: [工资, 提成], at_least: 3000}
"""

from engine.core.diagnostic import Check

LINE_UNCLEAR = Check(code="P231", name="line-unclear")
