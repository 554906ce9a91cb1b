"""W934 file-there.

What it means
    A file is to be made, and something of that name is there already.

Why it matters
    Nothing that is there is overwritten.

Wrong
    cli: a new version whose file is there meanwhile

Right
    cli: tianping new-version --month 2024-07
"""

from engine.core.diagnostic import Check

FILE_THERE = Check(code="W934", name="file-there")
