"""BoundPolicy → `Plan`: frozen steps in order, each a set of columns over the steps before.

Takes a `BoundPolicy`. Gives a `Plan` whose step names come from the policy's own names.
Guarantees that a step reads only earlier steps, and that every step knows its origin.
Refuses nothing: what could not be planned was refused by `bind`.
"""
