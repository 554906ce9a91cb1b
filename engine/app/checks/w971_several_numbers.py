"""W971 several-numbers.

What it means
    The words name more than one value of the policy.

Why it matters
    Which of them is meant is never guessed.

Wrong
    cli: tianping sweep v1 --vary 评级.岗位工资=1000..2000:500

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

SEVERAL_NUMBERS = Check(code="W971", name="several-numbers")
