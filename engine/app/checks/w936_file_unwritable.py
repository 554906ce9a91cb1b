"""W936 file-unwritable.

What it means
    A file cannot be written where it was asked for.

Why it matters
    Payslips of a month are made all or none, so that nobody is forgotten.

Wrong
    cli: tianping payslip --out in a file

Right
    cli: tianping payslip
"""

from engine.core.diagnostic import Check

FILE_UNWRITABLE = Check(code="W936", name="file-unwritable")
