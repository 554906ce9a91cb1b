"""B352 past-argument.

What it means
    A function over months is not given a name of the policy, or its months are no number
    from 1 to 120 and no period.

Why it matters
    Only what stands on a payslip was kept, and a sum needs to know over which months.

Wrong
    history: {from: 2024-05}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "此前累计(销售额, 上半年) × 1%"}   # <-

Right
    history: {from: 2024-05}
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "此前累计(销售额, 本半年) × 1%"}
"""

from engine.core.diagnostic import Check

PAST_ARGUMENT = Check(code="B352", name="past-argument")
