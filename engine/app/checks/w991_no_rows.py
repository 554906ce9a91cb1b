"""W991 no-rows.

What it means
    Rows were asked for, and there are none from which such a figure is worked out.

Why it matters
    What was imported as a figure has no rows behind it here.

Wrong
    rows: the rows of a measure where no rows were imported

Right
    rows: the rows of a measure
"""

from engine.core.diagnostic import Check

NO_ROWS = Check(code="W991", name="no-rows")
