"""P204 unknown-source.

What it means
    A clause is cited from a source that the policy does not list.

Why it matters
    An auditor must find the document.

Wrong
    pay:
      工资: {amount: 评级.岗位工资, cite: {source: 手册, clause: 第1条}}   # <-
      提成: {amount: 销售额 × 1%}

Right
    pay:
      工资: {amount: 评级.岗位工资, cite: {source: 规章, clause: 第1条}}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

UNKNOWN_SOURCE = Check(code="P204", name="unknown-source", leaves_whole=True)
