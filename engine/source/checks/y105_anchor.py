"""Y105 anchor.

What it means
    The file uses an anchor (&x), an alias (*x) or a merge (<<).

Why it matters
    A value that stands elsewhere cannot be read where it pays, and aliases can make a small
    file huge.

Wrong
    title: &t 方案   # <-

Right
    title: 方案
"""

from engine.core.diagnostic import Check

ANCHOR = Check(code="Y105", name="anchor")
