"""L712 contradicts.

What it means
    A figure in the file differs from the one stored for the same agent, month and measure.

Why it matters
    Which of the two is paid must be decided by a person.

Wrong
    import: contradiction

Right
    import: once
"""

from engine.core.diagnostic import Check

CONTRADICTS = Check(code="L712", name="contradicts")
