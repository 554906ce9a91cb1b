"""B301 unknown-name.

What it means
    A name in a formula is no measure, formula, pay line, table or table column.

Why it matters
    A misspelt name would pay by nothing, or by something else.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售客 × 1%}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

UNKNOWN_NAME = Check(code="B301", name="unknown-name")
