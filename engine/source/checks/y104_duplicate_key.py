"""Y104 duplicate-key.

What it means
    The same key stands twice in one mapping.

Why it matters
    Other readers silently take the second; two weights for one item would pay by one of them.

Wrong
    title: 方案一
    title: 方案二   # <-

Right
    title: 方案一
"""

from engine.core.diagnostic import Check

DUPLICATE_KEY = Check(code="Y104", name="duplicate-key")
