"""B332 versions-gap.

What it means
    There are months between two versions of one policy for which none holds.

Why it matters
    Those months could not be paid.

Wrong
    files: v1 2024-01..2024-03, v2 2024-05..

Right
    files: v1 2024-01..2024-05, v2 2024-05..
"""

from engine.core.diagnostic import Check

VERSIONS_GAP = Check(code="B332", name="versions-gap")
