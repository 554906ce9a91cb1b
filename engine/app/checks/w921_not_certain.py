"""W921 not-certain.

What it means
    A file holds something that cannot be laid out with certainty.

Why it matters
    A formatter must never change what a policy says, so the file stays as it is.

Wrong
    cli: tianping fmt of a file with a complex key

Right
    cli: tianping fmt --check of a tidy policy
"""

from engine.core.diagnostic import Check

NOT_CERTAIN = Check(code="W921", name="not-certain")
