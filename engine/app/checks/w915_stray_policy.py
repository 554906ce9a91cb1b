"""W915 stray-policy.

What it means
    A YAML file lies under policies/ where no month would find it.

Why it matters
    Its author believes that it pays.

Wrong
    cli: tianping check with a stray policy

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

STRAY_POLICY = Check(code="W915", name="stray-policy")
