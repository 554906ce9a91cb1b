"""The command line: reads what was typed, calls one use case, prints what it says.

Takes arguments. Gives an exit code: 0 fine, 1 findings, 2 wrong usage, 70 our bug.
Guarantees one JSON document on stdout with --format json, and no traceback for bad input.
Refuses unknown options with the usage.
"""
