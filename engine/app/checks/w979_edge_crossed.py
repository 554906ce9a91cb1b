"""W979 edge-crossed.

What it means
    A varied edge of a band passes the edge of its neighbour, so that the two change places.

Why it matters
    Bands are sorted by their edges: the table still computes, but the better grade would stand below
    the worse one. Nobody who looks for an edge means that.

Wrong
    cli: tianping sweep v1 --vary 评级.rows[60].from=50,-5

Right
    cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5
"""

from engine.core.diagnostic import Check

EDGE_CROSSED = Check(code="W979", name="edge-crossed")
