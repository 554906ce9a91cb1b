"""Y109 not-a-mapping.

What it means
    The file is a list or a single value, not keys with values.

Why it matters
    A policy is known by its keys.

Wrong
    file: text - 方案

Right
    title: 方案
"""

from engine.core.diagnostic import Check

NOT_A_MAPPING = Check(code="Y109", name="not-a-mapping")
