"""Policy + catalogue → `BoundPolicy`: every name resolved, every value with unit, places, bounds.

Takes a `Policy` and a `Catalog`. Gives a `BoundPolicy` whose items stand in order of use.
Guarantees that units fit, no division can meet zero, and no result can outgrow 38 digits.
Refuses unknown and ambiguous names, circles, tables that leave a value without a row.
"""
