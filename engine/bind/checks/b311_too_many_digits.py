"""B311 too-many-digits.

What it means
    A result could need more digits than are computed exactly.

Why it matters
    Beyond 38 digits a database rounds or fails; that is refused before anything is paid.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% × 得分率(考核得分) × 得分率(考核得分) × 得分率(考核得分) × 得分率(考核得分) × 得分率(考核得分) × 得分率(考核得分) × 得分率(考核得分)}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

TOO_MANY_DIGITS = Check(code="B311", name="too-many-digits")
