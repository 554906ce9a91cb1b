"""W918 versions-differ.

What it means
    The versions named for a month are neither one nor as many as those that paid it by their days.

Why it matters
    Which of them would pay which days is not certain.

Wrong
    cli: tianping rerun --version v1,v2 of a month that one version has paid

Right
    cli: tianping rerun --version v2 of a month that one version has paid
"""

from engine.core.diagnostic import Check

VERSIONS_DIFFER = Check(code="W918", name="versions-differ")
