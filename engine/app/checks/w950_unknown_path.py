"""W950 unknown-path.

What it means
    `--set` names a value that the policy does not have.

Why it matters
    A mistyped path would compare a policy with itself.

Wrong
    cli: tianping compare v1 v1 --set pay.提层.amount=1

Right
    cli: tianping compare v1 v1 --set pay.提成.amount=1
"""

from engine.core.diagnostic import Check

UNKNOWN_PATH = Check(code="W950", name="unknown-path")
