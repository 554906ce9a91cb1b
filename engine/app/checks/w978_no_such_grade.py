"""W978 no-such-grade.

What it means
    The share to reach names no column of words, no word of it, or no percentage.

Why it matters
    The share of a grade that does not exist is always 0.

Wrong
    cli: tianping seek v1 --share 评级.等级=合:20%

Right
    cli: tianping seek v1 --share 评级.等级=合格:100%
"""

from engine.core.diagnostic import Check

NO_SUCH_GRADE = Check(code="W978", name="no-such-grade")
