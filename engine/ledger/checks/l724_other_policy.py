"""L724 other-policy.

What it means
    The version named for a rerun is of another shop or policy.

Why it matters
    A month is corrected by the rules of its own policy.

Wrong
    ledger: rerun by another policy

Right
    ledger: rerun
"""

from engine.core.diagnostic import Check

OTHER_POLICY = Check(code="L724", name="other-policy")
