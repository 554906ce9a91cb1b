"""R505 role-unknown.

What it means
    An agent on the roster has a role that the policy does not pay.

Why it matters
    Nobody is left out of a payroll in silence.

Wrong
    figures:
      小美: {角色: 保安, 服务得分: 90, 销售额: 10000}

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

ROLE_UNKNOWN = Check(code="R505", name="role-unknown")
