"""W905 unknown-shop.

What it means
    A shop is named that has no folder under policies/.

Why it matters
    A misspelt shop would show an empty month.

Wrong
    cli: tianping run --shop dem

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

UNKNOWN_SHOP = Check(code="W905", name="unknown-shop")
