"""W973 not-a-range.

What it means
    The values to try cannot be read, or more than two numbers are varied.

Why it matters
    A value that nobody asked for must not be tried, and one that was asked for must not be left out.

Wrong
    cli: tianping sweep v1 --vary 评级.rows[60].from=70..50:5

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

NOT_A_RANGE = Check(code="W973", name="not-a-range")
