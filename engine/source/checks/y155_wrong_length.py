"""Y155 wrong-length.

What it means
    A list or mapping has too few or too many entries.

Why it matters
    An empty table or a role without pay lines cannot pay.

Wrong
    roles:
      客服: {kpi: 考核, pay: []}   # <-

Right
    roles:
      客服: {kpi: 考核, pay: [工资, 提成]}
"""

from engine.core.diagnostic import Check

WRONG_LENGTH = Check(code="Y155", name="wrong-length")
