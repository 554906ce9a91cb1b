"""B336 line-elsewhere.

What it means
    A version takes over within the month and the days pay, but a name is a pay line in one version
    and something else in the other.

Why it matters
    The payslip of that month would have two things under one name.

Wrong
    cli: tianping run, where a line becomes a formula within the month by days

Right
    cli: tianping run, where a line becomes a formula within the month by the last state
"""

from engine.core.diagnostic import Check

LINE_ELSEWHERE = Check(code="B336", name="line-elsewhere")
