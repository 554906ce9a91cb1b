"""Y153 wrong-kind.

What it means
    A value is of another kind: a list where keys belong, a number where text belongs.

Why it matters
    The part cannot be read at all, so nothing of it is used.

Wrong
    roles: [客服]   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
"""

from engine.core.diagnostic import Check

WRONG_KIND = Check(code="Y153", name="wrong-kind")
