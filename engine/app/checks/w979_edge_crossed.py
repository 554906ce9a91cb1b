"""W979 edge-crossed.

What it means
    A varied edge of a band passes the edge of its neighbour, so that the two change places.

Why it matters
    Bands are sorted by their edges: the table still computes, but the better grade would stand below
    the worse one. Nobody who looks for an edge means that.

Wrong
    cli: tianping sweep v1 --vary 评级.rows[85].from=90,70 of a table with an edge at 75

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

EDGE_CROSSED = Check(code="W979", name="edge-crossed")
