"""Lists: names that are gained, lost or moved, and findings that are acknowledged."""

from __future__ import annotations

from collections.abc import Iterator

from engine.compare.change import Change, Words, same
from engine.compare.sentences import Spot, both, general, only_new, only_old, reordered
from engine.compare.values import acceptance
from engine.source.document import Node, Scalar, Sequence


def name_changes(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Each name that the list gained or lost, then whether those in both stand in order."""
    before, after = _names(old), _names(new)
    if before is None or after is None:
        yield general(spot, old, new)
        return
    for number, (name, node) in enumerate(after.items(), start=1):
        if name not in before:
            yield _gained(spot, name, number, node)
    for name, node in before.items():
        if name not in after:
            yield _lost(spot, name, node)
    kept_before = tuple(name for name in before if name in after)
    kept_after = tuple(name for name in after if name in before)
    if kept_before != kept_after:
        yield reordered(spot, kept_before, kept_after, both(old, new))


def _names(node: Node) -> dict[str, Scalar] | None:
    """None where it is no list of different names."""
    if not isinstance(node, Sequence):
        return None
    named = {entry.text: entry for entry in node.items if isinstance(entry, Scalar)}
    return named if len(named) == len(node.items) else None


def _gained(spot: Spot, name: str, number: int, node: Scalar) -> Change:
    key = "diff.form.line_gained" if _is_payslip(spot) else "diff.form.name_gained"
    filled = {"subject": spot.subject, "field": spot.field, "name": name, "number": str(number)}
    return spot.change("added", Words(key, filled), only_new(node), (f"[{name}]",))


def _lost(spot: Spot, name: str, node: Scalar) -> Change:
    key = "diff.form.line_lost" if _is_payslip(spot) else "diff.form.name_lost"
    filled = {"subject": spot.subject, "field": spot.field, "name": name}
    return spot.change("removed", Words(key, filled), only_old(node), (f"[{name}]",))


def _is_payslip(spot: Spot) -> bool:
    return spot.kind == "role" and spot.key == "pay"


def acceptance_changes(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Findings that are acknowledged now, or no longer."""
    if not isinstance(old, Sequence) or not isinstance(new, Sequence):
        yield general(spot, old, new)
        return
    gone, come = _less(old.items, new.items), _less(new.items, old.items)
    for entry in come:
        words = Words("diff.form.accepted", {"subject": spot.subject, "entry": acceptance(entry)})
        yield spot.change("added", words, only_new(entry))
    for entry in gone:
        filled = {"subject": spot.subject, "entry": acceptance(entry)}
        words = Words("diff.form.no_longer_accepted", filled)
        yield spot.change("removed", words, only_old(entry))
    if not gone and not come:
        yield general(spot, old, new)


def _less(some: tuple[Node, ...], others: tuple[Node, ...]) -> list[Node]:
    """Those of `some` that `others` lacks; an entry that stands twice counts twice."""
    left = list(others)
    found = []
    for entry in some:
        twin = next((other for other in left if same(entry, other)), None)
        if twin is None:
            found.append(entry)
        else:
            left.remove(twin)
    return found
