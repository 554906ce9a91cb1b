"""B321 unknown-word.

What it means
    A word is compared with, or looked up in, a column that never holds it.

Why it matters
    The condition could never hold.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "if(评级.等级 = 合各, 100, 0)"}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "if(评级.等级 = 合格, 100, 0)"}
"""

from engine.core.diagnostic import Check

UNKNOWN_WORD = Check(code="B321", name="unknown-word")
