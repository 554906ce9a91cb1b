"""L716 roster-contradicts.

What it means
    A roster says something else of an agent than an earlier one: another role, level, name or date
    of the same post, or it lacks a post that was there. What was blank may be filled in.

Why it matters
    The newest roster holds for all months, also for those that lie behind.

Wrong
    import: another roster

Right
    import: once
"""

from engine.core.diagnostic import Check

ROSTER_CONTRADICTS = Check(code="L716", name="roster-contradicts")
