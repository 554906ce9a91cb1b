"""What people read: tables and facts, printed for a terminal, as JSON or as CSV.

Takes `Report` values and diagnostics. Gives text.
Guarantees the same facts in every format, amounts as exact text, cells that no spreadsheet runs.
Refuses nothing.
"""
