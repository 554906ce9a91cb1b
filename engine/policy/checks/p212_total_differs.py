"""P212 total-differs.

What it means
    A printed total is not the sum of its parts.

Why it matters
    Either the total or a part is mistyped, and somebody is paid by it.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 基本, 津贴, 岗位工资]
        units: {基本: money, 津贴: money, 岗位工资: money}
        reconcile: {total: 岗位工资, parts: [基本, 津贴]}
        rows:
          - [0, 1500, 100, 1650]   # <-
    pay:
      工资: {amount: 评级.基本 + 评级.津贴 + 评级.岗位工资}
      提成: {amount: 销售额 × 1%}

Right
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 基本, 津贴, 岗位工资]
        units: {基本: money, 津贴: money, 岗位工资: money}
        reconcile: {total: 岗位工资, parts: [基本, 津贴]}
        rows:
          - [0, 1500, 150, 1650]
    pay:
      工资: {amount: 评级.基本 + 评级.津贴 + 评级.岗位工资}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

TOTAL_DIFFERS = Check(code="P212", name="total-differs", leaves_whole=True)
