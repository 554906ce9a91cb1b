"""The second evaluator: one agent's pay again, from the formula texts, on Decimals.

Takes a `BoundPolicy` and a `Dataset`. Gives a `Trace` per agent: every value and how it came.
Guarantees to share nothing with plan, sql and backends; arithmetic that is not exact raises.
Refuses a value that is missing or finds no row, with the reason.
"""
