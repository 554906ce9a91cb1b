"""A615 negative-line.

What it means
    Found by `check --deep`: a line of a payslip is below zero for some figures, which are named.

Why it matters
    A line that takes money away has no end of its own, and deductions have legal limits.

Wrong
    # tianping check --deep
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% − 20 × 投诉次数}   # <-

Right
    # tianping check --deep
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "最大(销售额 × 1% − 20 × 投诉次数, 0)"}
"""

from engine.core.diagnostic import Check

NEGATIVE_LINE = Check(code="A615", name="negative-line", severity="warning")
