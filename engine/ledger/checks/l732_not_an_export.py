"""L732 not-an-export.

What it means
    The folder is no export, or one of a format that this version does not know.

Why it matters
    What has no list of its files cannot be checked.

Wrong
    ledger: verify a folder that is no export

Right
    ledger: verify an export
"""

from engine.core.diagnostic import Check

NOT_AN_EXPORT = Check(code="L732", name="not-an-export")
