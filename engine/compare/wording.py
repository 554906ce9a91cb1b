"""What differs between two policies, by meaning, part by part and key by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engine.compare.change import Change, Part, Words, same
from engine.compare.fields import FIELDS, VALUE, Shape
from engine.compare.grid import grid_of
from engine.compare.lists import acceptance_changes, name_changes
from engine.compare.rows import cell_changes, column_changes, order_of_columns, row_changes
from engine.compare.sentences import (
    COLUMN,
    Spot,
    added,
    both,
    changed,
    general,
    only_new,
    only_old,
    removed,
    reordered,
)
from engine.compare.values import inner_kind, part_inside
from engine.core.span import Span
from engine.source.document import Mapping, Node, Scalar

# A worked example pays nothing and is no meaning.
_NO_MEANING = ("cases",)
Compare = Callable[[Spot, Node, Node], Iterator[Change]]


def changes(old: Mapping, new: Mapping) -> tuple[Change, ...]:
    """All differences, section by section; none if both mean the same."""
    head = Spot(
        steps=(), kind="head", shape=VALUE, subject=Words("diff.of.head"), bodies=(old, new)
    )
    return tuple(_keys(head, "head", old, new))


def _keys(above: Spot, kind: str, old: Mapping, new: Mapping) -> Iterator[Change]:
    """The keys of both sides in the order of the language, then those that it does not know."""
    known = FIELDS[kind]
    typed_keys = dict.fromkeys(k.text for k, _ in (*new.pairs, *old.pairs))
    ordered = [key for key in known if key in typed_keys]
    ordered.extend(key for key in typed_keys if key not in known)
    for key in ordered:
        if kind in ("head", "flags") and key in _NO_MEANING:
            continue
        shape = known.get(key, VALUE)
        spot = Spot(
            steps=(*above.steps, key),
            kind=kind,
            shape=shape,
            subject=above.subject,
            bodies=(old, new),
            is_words=above.is_words or shape.is_words,
        )
        yield from _field(spot, _side(old, key), _side(new, key))


_Side = tuple[Span, Node] | None


def _side(body: Mapping, key: str) -> _Side:
    name, node = body.key(key), body.get(key)
    return None if name is None or node is None else (name.span, node)


def _field(spot: Spot, old: _Side, new: _Side) -> Iterator[Change]:
    """A key on both sides or on one; whatever differs is told, if need be in the general form."""
    if old is None and new is None:
        return
    if spot.shape.style == "parts":
        yield from _parts(spot, old, new)
    elif spot.kind == "head" and spot.shape.style == "fields" and (old is None or new is None):
        yield from _fields_of_one(spot, old, new)
    elif old is None and new is not None:
        yield added(spot, new[1], new[0])
    elif new is None and old is not None:
        yield removed(spot, old[1], old[0])
    elif old is not None and new is not None and not same(old[1], new[1]):
        found = tuple(_COMPARE[spot.shape.style](spot, old[1], new[1]))
        yield from found or _untold(spot, old[1], new[1])


def _untold(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Nothing was found in two values that differ: their other keys have told it, or no one has."""
    if spot.shape.style == "rows" and _columns(spot, 0) != _columns(spot, 1):
        return  # the columns were told with their cells
    yield general(spot, old, new)


def _columns(spot: Spot, side: int) -> tuple[str, ...]:
    grid = grid_of(spot.kind, spot.bodies[side])
    return grid.columns if grid else ()


def _one(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    yield changed(spot, old, new)


def _fields(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _keys(spot, spot.shape.of, old, new)
    else:
        yield general(spot, old, new)


def _fields_of_one(spot: Spot, old: _Side, new: _Side) -> Iterator[Change]:
    """What the policy as a whole says is told key by key, on one side alone, too."""
    place, node = old or new or (Span(file=""), None)
    if not isinstance(node, Mapping) or not node.pairs:
        yield from _whole(spot, old, new)
        return
    nothing = Mapping((), place)
    yield from _keys(
        spot, spot.shape.of, nothing if old is None else node, node if new else nothing
    )


def _by_kind(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Points and parts of a month: key by key if both sides are of one kind, else as a whole."""
    kinds = inner_kind(spot.shape, old), inner_kind(spot.shape, new)
    if isinstance(old, Mapping) and isinstance(new, Mapping) and kinds[0] == kinds[1]:
        yield from _keys(spot, kinds[0], old, new)
    else:
        yield changed(spot, old, new)


def _named(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Columns by name, each with its formula or its unit."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        yield general(spot, old, new)
        return
    shape = Shape(style="formula" if spot.shape.of == "formula" else "word", of=spot.shape.of)
    for name in dict.fromkeys(k.text for k, _ in (*new.pairs, *old.pairs)):
        inner = replace(spot, steps=(*spot.steps, name), kind=COLUMN, shape=shape)
        yield from _field(inner, _side(old, name), _side(new, name))


_COMPARE: dict[str, Compare] = {
    "value": _one, "last": _one, "formula": _one, "word": _one, "rounding": _one, "review": _one,
    "cite": _one,
    "points": _by_kind, "prorate": _by_kind, "fields": _fields, "named": _named,
    "names": name_changes, "accept": acceptance_changes,
    "columns": column_changes, "rows": row_changes, "cells": cell_changes,
}  # fmt: skip


def _parts(spot: Spot, old: _Side, new: _Side) -> Iterator[Change]:
    """Parts by name: those on both sides key by key, the others as a whole."""
    bodies = [side[1] if side else None for side in (old, new)]
    if any(body is not None and not isinstance(body, Mapping) for body in bodies):
        yield from _whole(spot, old, new)
        return
    before, after = (b if isinstance(b, Mapping) else None for b in bodies)
    names = [k.text for body in (after, before) if body for k, _ in body.pairs]
    for name in dict.fromkeys(names):
        one = _side(before, name) if before else None
        other = _side(after, name) if after else None
        yield from _part(spot, name, one, other)
    if not names and (before is None) != (after is None):
        yield from _whole(spot, old, new)
    if spot.shape.of == "flag_rule" and before is not None and after is not None:
        yield from _order_of_rules(spot, before, after)


def _order_of_rules(spot: Spot, old: Mapping, new: Mapping) -> Iterator[Change]:
    """Of several rules that fit an order the first one counts."""
    before, after = ([k.text for k, _ in body.pairs] for body in (old, new))
    kept = tuple(name for name in before if name in after)
    now = tuple(name for name in after if name in before)
    if kept != now:
        yield reordered(spot, kept, now, both(old, new))


def _whole(spot: Spot, old: _Side, new: _Side) -> Iterator[Change]:
    if old is not None and new is not None:
        if not same(old[1], new[1]):
            yield general(spot, old[1], new[1])
    elif new is not None:
        yield added(spot, new[1], new[0])
    elif old is not None:
        yield removed(spot, old[1], old[0])


def _part(spot: Spot, name: str, old: _Side, new: _Side) -> Iterator[Change]:
    kind = spot.shape.of
    subject = _subject(kind, spot, name)
    inner = replace(spot, steps=(*spot.steps, name), kind=kind, shape=VALUE, subject=subject)
    if old is not None and new is not None:
        yield from _same_part(inner, old[1], new[1])
    elif new is not None:
        yield inner.change("added", _told("added", inner, new[1]), only_new(new[1], new[0]))
    elif old is not None:
        yield inner.change("removed", _told("removed", inner, old[1]), only_old(old[1], old[0]))


def _told(kind: str, spot: Spot, body: Node) -> Words:
    filled = {"subject": spot.subject, "inside": part_inside(spot.kind, body)}
    return Words(f"diff.form.part_{kind}", filled)


def _subject(kind: str, spot: Spot, name: str) -> Part:
    if kind == "item":
        return Words("diff.of.item", {"card": spot.steps[1], "name": name})
    return Words(f"diff.of.{kind}", {"name": name})


def _same_part(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    before, after = _body(spot.kind, old), _body(spot.kind, new)
    if before is None or after is None:
        if not same(old, new):
            yield changed(spot, old, new)
        return
    spot = replace(spot, bodies=(before, after))
    found = [*_keys(spot, spot.kind, before, after), *_order_of_tests(spot, old, new)]
    yield from found
    if not found and not same(old, new):
        yield _respelled(spot, old, new)


def _body(kind: str, node: Node) -> Mapping | None:
    """A formula or a document may be written as one text, too."""
    if isinstance(node, Mapping):
        return node
    short = {"formula": "formula", "source": "doc"}.get(kind)
    if short is None or not isinstance(node, Scalar):
        return None
    return Mapping(((Scalar(short, False, node.span), node),), node.span)


def _respelled(spot: Spot, old: Node, new: Node) -> Change:
    words = Words("diff.form.respelled", {"subject": spot.subject})
    return replace(spot, is_words=True).change("changed", words, both(old, new))


def _order_of_tests(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """The columns of a decision stand in a mapping, whose order says which cell is which."""
    before, after = (grid_of(spot.kind, body) for body in spot.bodies)
    if spot.kind == "decision" and before is not None and after is not None:
        yield from order_of_columns(spot, before, after, both(old, new))
