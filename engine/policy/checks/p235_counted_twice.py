"""P235 counted-twice.

What it means
    A limit counts one line twice: its name stands there twice, or a line stands there and the row
    of its own limit, which is counted with it.

Why it matters
    The sum would hold the line once or twice, and what the limit pays depends on it.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 保底]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额, at_most: 3000}
      保底: {counts: [工资, 提成, 提成 · 封顶], at_least: 3000}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 保底]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额, at_most: 3000}
      保底: {counts: [工资, 提成], at_least: 3000}
"""

from engine.core.diagnostic import Check

COUNTED_TWICE = Check(code="P235", name="counted-twice")
