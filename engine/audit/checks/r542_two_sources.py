"""R542 two-sources.

What it means
    A measure was imported as a figure, and chats or orders that it can be worked out from were
    imported as well.

Why it matters
    The two may differ, and taking either one silently could pay the wrong amount.

Wrong
    rows: chats, and slow responses imported as well

Right
    rows: messages of accounts that are listed
"""

from engine.core.diagnostic import Check

TWO_SOURCES = Check(code="R542", name="two-sources")
