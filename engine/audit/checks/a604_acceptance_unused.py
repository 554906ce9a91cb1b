"""A604 acceptance-unused.

What it means
    A finding is acknowledged that is not there.

Why it matters
    A reason that fits nothing hides what the policy really does.

Wrong
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
        accept: [{finding: cliff, at: 60, reason: 原文如此}]   # <-

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

ACCEPTANCE_UNUSED = Check(code="A604", name="acceptance-unused")
