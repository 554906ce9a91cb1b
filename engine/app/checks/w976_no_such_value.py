"""W976 no-such-value.

What it means
    None of the values that were asked for meets the aim.

Why it matters
    The nearest value is shown, but it is not what was asked for.

Wrong
    cli: tianping seek v1 --vary 提成表.rows[20000].rate=1%..2%:1% --cost 1

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NO_SUCH_VALUE = Check(code="W976", name="no-such-value")
