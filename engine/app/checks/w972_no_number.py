"""W972 no-number.

What it means
    What is to be varied is a formula, a word or a longer text, not one number.

Why it matters
    Only a number can be stepped through.

Wrong
    cli: tianping sweep v1 --vary pay.提成.amount=1..2:1

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

NO_NUMBER = Check(code="W972", name="no-number")
