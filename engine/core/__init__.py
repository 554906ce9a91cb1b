"""Values that every stage shares: places, diagnostics, exact numbers, months, digests.

Takes nothing from other engine packages. Gives frozen values and pure functions.
Guarantees that no float passes: text becomes `Decimal` or a diagnostic.
"""
