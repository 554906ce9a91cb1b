"""W911 folder-not-empty.

What it means
    A workspace is to be made in a folder that already holds something.

Why it matters
    Nothing that is there is overwritten.

Wrong
    cli: tianping init in a full folder

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

FOLDER_NOT_EMPTY = Check(code="W911", name="folder-not-empty")
