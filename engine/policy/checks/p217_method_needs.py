"""P217 method-needs.

What it means
    A part lacks a statement that its method needs, such as the edge or what the rate applies
    to.

Why it matters
    Real texts leave it open, and each reading pays another amount; there is no default.

Wrong
    tables:
      评级:   # <-
        lookup: 考核得分
        method: whole
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [0, 合格, 1500]

Right
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [60, 合格, 1500]
          - [0, 不合格, 1200]
"""

from engine.core.diagnostic import Check

METHOD_NEEDS = Check(code="P217", name="method-needs")
