"""W983 upload-form.

What it means
    A file to upload is neither CSV nor a workbook.

Why it matters
    The seller's page takes no other form.

Wrong
    flags: an upload as text

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

UPLOAD_FORM = Check(code="W983", name="upload-form")
