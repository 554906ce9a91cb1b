"""W976 no-such-value.

What it means
    None of the values that were asked for meets the aim.

Why it matters
    The nearest value is shown, but it is not what was asked for.

Wrong
    cli: tianping seek v1 --vary 评级.rows[60].from=50..70:5 --cost 1

Right
    cli: tianping seek v1 --vary 评级.rows[60].from=50..70:5 --cost 2000
"""

from engine.core.diagnostic import Check

NO_SUCH_VALUE = Check(code="W976", name="no-such-value")
