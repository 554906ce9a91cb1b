"""W974 too-many-variants.

What it means
    So many variants are not worked out in one go.

Why it matters
    It would take long, and nobody reads so many rows.

Wrong
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:0.0001

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

TOO_MANY_VARIANTS = Check(code="W974", name="too-many-variants")
