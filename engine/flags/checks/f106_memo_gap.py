"""F106 memo-gap.

What it means
    A memo needs something that no data tell, such as who approved a discount.

Why it matters
    The memo would be uploaded with a gap, so the order is left out of the file.

Wrong
    flags: an order whose discount needs an approval

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

MEMO_GAP = Check(code="F106", name="memo-gap", severity="warning")
