"""L741 key-gone.

What it means
    The key of the pseudonyms is gone, and rows with pseudonyms are there.

Why it matters
    A new key would make other persons of the same buyers: who came back would count as new.

Wrong
    ledger: the key of the pseudonyms removed

Right
    ledger: approve
"""

from engine.core.diagnostic import Check

KEY_GONE = Check(code="L741", name="key-gone")
