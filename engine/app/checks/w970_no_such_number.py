"""W970 no-such-number.

What it means
    What is to be varied stands nowhere in the policy.

Why it matters
    A number that is not there would change nothing, and the answer would be about something else.

Wrong
    cli: tianping sweep v1 --vary 评级.rows[60].fro=50..70:5

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

NO_SUCH_NUMBER = Check(code="W970", name="no-such-number")
