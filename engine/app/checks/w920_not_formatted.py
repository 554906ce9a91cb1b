"""W920 not-formatted.

What it means
    A file is not laid out as `tianping fmt` lays it out.

Why it matters
    Files that all look alike differ only where their rules differ.

Wrong
    cli: tianping fmt --check of an untidy policy

Right
    cli: tianping fmt --check of a tidy policy
"""

from engine.core.diagnostic import Check

NOT_FORMATTED = Check(code="W920", name="not-formatted")
