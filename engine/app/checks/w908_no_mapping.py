"""W908 no-mapping.

What it means
    No import mapping was named, and the file's name does not tell exactly one; or the one named
    does not exist.

Why it matters
    A column read by the wrong mapping is another measure.

Wrong
    cli: tianping import x.csv

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NO_MAPPING = Check(code="W908", name="no-mapping")
