"""L706 base-has-paid.

What it means
    A base was changed after a policy that extends it has paid.

Why it matters
    The month that was posted could not be computed again from the files.

Wrong
    cli: a base changed after a month was posted

Right
    cli: a new version of a base after a month was posted
"""

from engine.core.diagnostic import Check

BASE_HAS_PAID = Check(code="L706", name="base-has-paid")
