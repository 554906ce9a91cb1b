"""Y111 key-not-text.

What it means
    A key is itself a list or a mapping.

Why it matters
    Keys are names that messages and payslips can show.

Wrong
    ? [a, b]   # <-
    : 1

Right
    title: 方案
"""

from engine.core.diagnostic import Check

KEY_NOT_TEXT = Check(code="Y111", name="key-not-text")
