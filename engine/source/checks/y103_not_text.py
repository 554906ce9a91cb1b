"""Y103 not-text.

What it means
    The file is not UTF-8 text: it is binary, or saved in another encoding such as GBK or
    UTF-16.

Why it matters
    A guessed encoding can change names and digits.

Wrong
    file: bytes ff fe 41 00

Right
    title: 方案
"""

from engine.core.diagnostic import Check

NOT_TEXT = Check(code="Y103", name="not-text")
