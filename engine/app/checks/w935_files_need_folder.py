"""W935 files-need-folder.

What it means
    Pages and workbooks are files, and no folder for them was named.

Why it matters
    Payslips of other people in a folder that nobody chose are soon seen by somebody.

Wrong
    cli: tianping payslip --format html

Right
    cli: tianping payslip
"""

from engine.core.diagnostic import Check

FILES_NEED_FOLDER = Check(code="W935", name="files-need-folder")
