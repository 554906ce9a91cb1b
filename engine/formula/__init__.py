"""The formula language: one line of arithmetic in the shop's words → a tree.

Takes a `FormulaText`. Gives an `Expression` whose every node knows its place.
Guarantees that only the listed operators and functions occur; numbers are exact decimals.
Refuses strings, attributes, powers, modulo, unknown calls, and formulas too long or too deep.
"""
