"""W984 option-misplaced.

What it means
    An option was typed that the action does not use.

Why it matters
    Nothing would be written to the file, and nobody would be told.

Wrong
    flags: check with a file to upload

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

OPTION_MISPLACED = Check(code="W984", name="option-misplaced")
