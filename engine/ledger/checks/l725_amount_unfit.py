"""L725 amount-unfit.

What it means
    The amount of an adjustment does not fit: a hold takes, a release gives, nothing is zero, and there are
    no parts of a cent.

Why it matters
    A sign that is wrong pays the double of what was meant.

Wrong
    ledger: hold a gain

Right
    ledger: adjust an open month
"""

from engine.core.diagnostic import Check

AMOUNT_UNFIT = Check(code="L725", name="amount-unfit")
