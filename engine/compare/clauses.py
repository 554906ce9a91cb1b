"""The clause that a change stands under, on either side."""

from __future__ import annotations

from engine.compare.change import Path
from engine.compare.values import clause_of
from engine.source.document import Mapping, Node


def clause_at(root: Mapping, steps: Path) -> str:
    """What the nearest part above the path, or the part itself, cites; empty if none does."""
    found = ""
    node: Node | None = root
    for step in ("", *steps):
        node = node.get(step) if step and isinstance(node, Mapping) else node
        if not isinstance(node, Mapping):
            break
        cited = node.get("cite")
        found = clause_of(cited) if isinstance(cited, Mapping) else found
    return found
