"""Y154 not-allowed.

What it means
    A value is not one of those that may stand here, or not of the form asked for.

Why it matters
    A value outside the list has no meaning that could be paid by.

Wrong
    currency: yuan   # <-

Right
    currency: CNY
"""

from engine.core.diagnostic import Check

NOT_ALLOWED = Check(code="Y154", name="not-allowed")
