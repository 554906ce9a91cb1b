"""P252 too-many-bases.

What it means
    A policy stands on more than three bases, one upon the other.

Why it matters
    Whoever reads the policy has to keep every file of the chain in mind.

Wrong
    cli: a chain of four bases

Right
    cli: tianping check of a policy that extends a base
"""

from engine.core.diagnostic import Check

TOO_MANY_BASES = Check(code="P252", name="too-many-bases")
