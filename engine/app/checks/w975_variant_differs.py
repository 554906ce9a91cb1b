"""W975 variant-differs.

What it means
    A variant that was run again by itself came to something else than all variants together.

Why it matters
    One of the two is wrong, and it is not known which: the whole answer is refused.

Wrong
    cli: tianping sweep with one amount of a variant changed

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

VARIANT_DIFFERS = Check(code="W975", name="variant-differs")
