"""Y151 unknown-key.

What it means
    A key is not part of the policy language at this place.

Why it matters
    A mistyped key would silently do nothing.

Wrong
    titel: 方案   # <-

Right
    title: 方案
"""

from engine.core.diagnostic import Check

UNKNOWN_KEY = Check(code="Y151", name="unknown-key")
