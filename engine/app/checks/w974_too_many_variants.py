"""W974 too-many-variants.

What it means
    So many variants are not worked out in one go.

Why it matters
    It would take long, and nobody reads so many rows.

Wrong
    cli: tianping sweep v1 --vary 评级.rows[85].from=80..90:0.0001

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

TOO_MANY_VARIANTS = Check(code="W974", name="too-many-variants")
