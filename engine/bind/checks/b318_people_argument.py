"""B318 people-argument.

What it means
    average or total is asked of something that is not one named number per agent.

Why it matters
    What is summed must be readable in the policy.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: total(销售额 × 2) × 0.1%}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: total(销售额) × 0.1%}
"""

from engine.core.diagnostic import Check

PEOPLE_ARGUMENT = Check(code="B318", name="people-argument")
