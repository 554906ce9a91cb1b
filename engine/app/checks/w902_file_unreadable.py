"""W902 file-unreadable.

What it means
    A file that was named cannot be read.

Why it matters
    Nothing is computed from a file that is not there.

Wrong
    cli: tianping check nowhere.yaml

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

FILE_UNREADABLE = Check(code="W902", name="file-unreadable")
