"""W962 more-rejects.

What it means
    More rows were refused than are shown. All of them are kept in the table of rejects.

Why it matters
    A list of a million lines helps nobody, and most of them have one cause.

Wrong
    cli: tianping import a chat log of which nothing can be read

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

MORE_REJECTS = Check(code="W962", name="more-rejects", severity="warning")
