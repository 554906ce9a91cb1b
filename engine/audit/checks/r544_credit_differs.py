"""R544 credit-differs.

What it means
    SQL credits an order to other agents than the second evaluator, which reads the buyer's lines
    one by one.

Why it matters
    One of the two is wrong, so neither is shown as the truth.

Wrong
    rows: an order credited to another agent than it should be

Right
    rows: messages of accounts that are listed
"""

from engine.core.diagnostic import Check

CREDIT_DIFFERS = Check(code="R544", name="credit-differs")
