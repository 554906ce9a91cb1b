"""W951 not-set.

What it means
    `--set` names a part that is no single value, or a text that cannot stand there.

Why it matters
    A policy that was changed in some other way than typed would pay by guess.

Wrong
    cli: tianping compare v1 v1 --set pay.提成=1

Right
    cli: tianping compare v1 v1 --set pay.提成.amount=1
"""

from engine.core.diagnostic import Check

NOT_SET = Check(code="W951", name="not-set")
