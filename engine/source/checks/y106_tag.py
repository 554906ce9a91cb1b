"""Y106 tag.

What it means
    A value carries an explicit YAML tag such as !!float or !!python/name.

Why it matters
    A tag can change what was typed, or ask for code to run.

Wrong
    title: !!str 方案   # <-

Right
    title: 方案
"""

from engine.core.diagnostic import Check

TAG = Check(code="Y106", name="tag")
