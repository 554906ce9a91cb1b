"""Document → `Policy`: frozen dataclasses in the users' words.

Takes a document whose shape is right, and the texts of CSV tables beside it. Gives a `Policy`.
Guarantees that numbers are exact, weights sum to 100, bands neither overlap nor leave gaps.
Refuses what one file alone shows to be wrong; names in formulas are left to `bind`.
"""
