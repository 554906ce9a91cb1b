"""R543 prefix-without-text.

What it means
    The policy tells automatic replies by how they begin, and messages were imported without
    their texts.

Why it matters
    An automatic reply would count as a human one.

Wrong
    rows: automatic replies by prefix, and messages without texts

Right
    rows: automatic replies by prefix, and messages with texts
"""

from engine.core.diagnostic import Check

PREFIX_WITHOUT_TEXT = Check(code="R543", name="prefix-without-text")
