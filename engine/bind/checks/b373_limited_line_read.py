"""B373 limited-line-read.

What it means
    Something is worked out from a line that has a limit of its own, without the row of that limit.

Why it matters
    The line shows the amount before its limit, the row below it what the limit takes or gives.
    Which of the two amounts is meant decides what is paid.

Wrong
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 奖励]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额, at_most: 3000}
      奖励: {amount: 10% × 提成}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成, 奖励]}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 5% × 销售额, at_most: 3000}
      奖励: {amount: 10% × (提成 + 「提成 · 封顶」)}
"""

from engine.core.diagnostic import Check

LIMITED_LINE_READ = Check(code="B373", name="limited-line-read")
