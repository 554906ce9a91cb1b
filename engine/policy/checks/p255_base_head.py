"""P255 base-head.

What it means
    A base says for which shop or month it holds.

Why it matters
    Every policy says that for itself; here it would count for nothing.

Wrong
    cli: a base with a shop

Right
    cli: tianping check of a policy that extends a base
"""

from engine.core.diagnostic import Check

BASE_HEAD = Check(code="P255", name="base-head")
