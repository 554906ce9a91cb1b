"""B331 versions-overlap.

What it means
    Two versions of one policy hold for the same month.

Why it matters
    A month must be paid by one version.

Wrong
    files: v1 2024-01..2024-07, v2 2024-05..

Right
    files: v1 2024-01..2024-05, v2 2024-05..
"""

from engine.core.diagnostic import Check

VERSIONS_OVERLAP = Check(code="B331", name="versions-overlap")
