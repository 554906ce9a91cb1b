"""P253 nothing-to-remove.

What it means
    `without` names what the base does not have.

Why it matters
    The author believes that something is gone, and it may be there under another name.

Wrong
    cli: without a line that the base lacks

Right
    cli: tianping check of a policy that extends a base
"""

from engine.core.diagnostic import Check

NOTHING_TO_REMOVE = Check(code="P253", name="nothing-to-remove")
