"""A603 pay-cliff.

What it means
    Better work is paid less: a table or a formula of one measure falls where the measure gets
    better.

Why it matters
    An agent who is one yuan short of the edge earns more than one who is past it, and people
    will notice.

Wrong
    tables:
      提成表:
        lookup: 销售额
        apply_to: 销售额
        method: whole
        edge: to_inclusive
        unit: money
        columns: [to, rate]
        rows:
          - [10000, 5%]
          - [∞, 2%]   # <-
    pay:
      工资: {amount: 1500}
      提成: {amount: 提成表.金额}

Right
    tables:
      提成表:
        lookup: 销售额
        apply_to: 销售额
        method: whole
        edge: to_inclusive
        unit: money
        columns: [to, rate]
        rows:
          - [10000, 5%]
          - [∞, 2%]
        accept: [{finding: cliff, at: 10000, reason: 原文如此}]
    pay:
      工资: {amount: 1500}
      提成: {amount: 提成表.金额}
"""

from engine.core.diagnostic import Check

PAY_CLIFF = Check(code="A603", name="pay-cliff", severity="warning")
