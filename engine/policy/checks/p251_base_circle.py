"""P251 base-circle.

What it means
    A base extends itself, by way of others.

Why it matters
    Nobody can say which rule holds in the end.

Wrong
    cli: bases that extend each other

Right
    cli: tianping check of a policy that extends a base
"""

from engine.core.diagnostic import Check

BASE_CIRCLE = Check(code="P251", name="base-circle")
