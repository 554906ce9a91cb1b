"""W977 nothing-to-balance.

What it means
    What is to give or take is no weight of a score card, or is varied itself.

Why it matters
    Only the weights of one card sum to 100.

Wrong
    cli: tianping sweep v1 --vary 考核.服务.weight=50..70:10 --balance 评级.rows[60].from

Right
    cli: tianping sweep v1 --vary 考核.服务.weight=50..70:10 --balance 考核.态度.weight
"""

from engine.core.diagnostic import Check

NOTHING_TO_BALANCE = Check(code="W977", name="nothing-to-balance")
