"""R506 not-on-roster.

What it means
    There are figures for an agent who is not on the roster in that month.

Why it matters
    Either the roster lacks somebody who must be paid, or the figures belong to somebody else.

Wrong
    figures:
      小美: {服务得分: 90, 销售额: 10000}
      小丽: {服务得分: 90, 销售额: 10000, 名册: 无}

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

NOT_ON_ROSTER = Check(code="R506", name="not-on-roster")
