"""F107 flag-replay-differs.

What it means
    SQL and the second evaluator choose different rules for an order.

Why it matters
    One of the two is wrong, so nothing is suggested.

Wrong
    flags: evaluators that differ

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

FLAG_REPLAY_DIFFERS = Check(code="F107", name="flag-replay-differs")
