"""A629 probation-under-80.

What it means
    A formula, line, role or table row that speaks of probation (试用) has a percentage from 30 % to under 80 %.
    Article 20 of 劳动合同法 asks for at least 80 % of the contract wage or of the lowest wage of the
    same post, and at least the minimum wage. The words are searched, not understood.

Why it matters
    A wage on probation below the line is underpayment, with 50 to 100 % extra if it is not made
    good when ordered (article 85).

Wrong
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资]}
    formulas:
      岗位: 如果(职级 = 试用, 70% × 评级.岗位工资, 评级.岗位工资)   # <-
    pay:
      工资: {amount: 岗位, category: earned}

Right
    jurisdiction: cn
    roles:
      客服: {kpi: 考核, pay: [工资]}
    formulas:
      岗位: 如果(职级 = 试用, 80% × 评级.岗位工资, 评级.岗位工资)
    pay:
      工资: {amount: 岗位, category: earned}
"""

from engine.core.diagnostic import Check

PROBATION_UNDER_80 = Check(code="A629", name="probation-under-80", severity="warning")
