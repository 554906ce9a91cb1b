"""L704 policy-has-paid.

What it means
    A policy version that has paid a month was edited afterwards.

Why it matters
    The version would then mean one thing in the file and another in the ledger.

Wrong
    ledger: edited policy

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

POLICY_HAS_PAID = Check(code="L704", name="policy-has-paid")
