"""Assertions over finished values: worked examples, cliffs, and that both evaluators agree.

Takes a `BoundPolicy`, a `Dataset`, a `Run`. Gives findings.
Guarantees that a difference of the last digit is found.
Refuses to let a run pass in which replay and SQL differ for any agent that was looked at.
"""
