"""B308 units-clash.

What it means
    Values of units that do not fit are added, compared, multiplied, divided or paid: money and
    a rate, points as money.

Why it matters
    92.5 points and the rate 0.925 differ by a factor of a hundred on the payslip.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 考核得分}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 销售额 × 1% × 得分率(考核得分)}
"""

from engine.core.diagnostic import Check

UNITS_CLASH = Check(code="B308", name="units-clash")
