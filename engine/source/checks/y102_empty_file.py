"""Y102 empty-file.

What it means
    The file holds nothing but blanks or comments.

Why it matters
    An empty policy pays nobody; it is refused, not taken as no rules.

Wrong
    file: empty

Right
    title: 方案
"""

from engine.core.diagnostic import Check

EMPTY_FILE = Check(code="Y102", name="empty-file")
