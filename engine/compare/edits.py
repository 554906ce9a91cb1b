"""Two policies → the single edits that lead from one to the other, and policies in between.

An edit is the smallest piece that may be read in either version: the weights of a card together,
an item's points, a row of a table, a pay line. What pays nothing (words, cases, the end) is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace

from engine.core.record import record
from engine.core.span import Span
from engine.policy.meaning import SAYS_NOTHING_OF_PAY, pays_alike
from engine.policy.reading import text_of
from engine.source.document import Mapping, Node, Scalar, Sequence

Path = tuple[str, ...]

WEIGHTS, ITEMS, ROWS, LIMITS = "weights", "items", "rows", "limits"
_BOUNDS = ("at_least", "at_most")
# where more rows change it is one decision, such as a raise of all grades, and read as one
MOST_ROWS = 3
# the head says who a file is; a policy in between is the older one by name
_HEAD = (
    "format", "shop", "version", "title", "effective", "currency", "jurisdiction", "approvals"
)  # fmt: skip
# how the month is paid in which a version begins goes with when it begins
_OF_HEAD = (("mid_month", "version"),)
_WHOLE = ("policy", "history")
_BY_KEY = ("round", "mid_month")
PARTS = (
    "measures", "roles", "eligibility", "kpi", "tables", "decisions", "pools", "distributions",
    "formulas", "streaks", "levels", "pay", "notices",
)  # fmt: skip


@record(kw_only=True)
class Side:
    """What one version has at a place: the value, where it stands, and the clause it cites."""

    node: Node
    span: Span = field(compare=False)
    cite: str = ""


@record(kw_only=True)
class Edit:
    """One piece that differs; a side is None where that version has nothing there."""

    path: Path
    old: Side | None
    new: Side | None

    @property
    def part(self) -> Path:
        """The section and the name of what is edited."""
        return self.path[:2]

    @property
    def is_one_sided(self) -> bool:
        """Whether a whole part is new or gone."""
        return len(self.path) == 2 and (self.old is None or self.new is None)


Take = Callable[[Edit], bool]
Pair = tuple[Scalar, Node]


def edits_of(old: Mapping, new: Mapping) -> tuple[Edit, ...]:
    """Every edit, in the order of the newer file's sections."""
    found: list[Edit] = []

    def note(edit: Edit) -> bool:
        found.append(edit)
        return True

    in_between(old, new, note)
    return tuple(found)


def in_between(old: Mapping, new: Mapping, take: Take) -> Mapping:
    """The older policy with the edits that are taken; worked examples are left out."""
    pairs = [pair for pair in old.pairs if pair[0].text in _HEAD]
    pairs += _sources(old, new)
    for key in _WHOLE:
        pairs += _picked((key,), _Both(old, new, key), take)
    for key in (*_BY_KEY, *PARTS):
        both = _Both(old, new, key)
        section = tuple(_of_section(key, both, take))
        if section:
            pairs.append((both.key, Mapping(section, both.node.span)))
    return Mapping(tuple(pairs), old.span)


class _Both:
    """One key in two mappings, of which either may lack it."""

    def __init__(self, old: Node | None, new: Node | None, key: str, cites: str = "") -> None:
        self.old, self.old_key = _at(old, key)
        self.new, self.new_key = _at(new, key)
        self.old_cite = _cite(self.old) or _cite(old)
        self.new_cite = _cite(self.new) or _cite(new)

    @property
    def node(self) -> Node:
        return next(node for node in (self.new, self.old) if node is not None)

    @property
    def key(self) -> Scalar:
        return next(key for key in (self.new_key, self.old_key) if key is not None)

    def edit(self, path: Path) -> Edit:
        old, new = (
            Side(node=node, span=key.span, cite=cite) if node is not None and key else None
            for node, key, cite in (
                (self.old, self.old_key, self.old_cite),
                (self.new, self.new_key, self.new_cite),
            )
        )
        return Edit(path=path, old=old, new=new)

    def mappings(self) -> tuple[Mapping, Mapping] | None:
        if isinstance(self.old, Mapping) and isinstance(self.new, Mapping):
            return self.old, self.new
        return None


def _at(node: Node | None, key: str) -> tuple[Node | None, Scalar | None]:
    if not isinstance(node, Mapping):
        return None, None
    return node.get(key), node.key(key)


def _cite(node: Node | None) -> str:
    cite = node.get("cite") if isinstance(node, Mapping) else None
    if not isinstance(cite, Mapping):
        return ""
    return f"{text_of(cite.get('source'))} {text_of(cite.get('clause'))}".strip()


def _names(old: Node | None, new: Node | None) -> list[str]:
    """Keys of both, those of the newer one first and in its order."""
    both = (node for node in (new, old) if isinstance(node, Mapping))
    return list(dict.fromkeys(key.text for node in both for key, _ in node.pairs))


def _sources(old: Mapping, new: Mapping) -> Iterator[Pair]:
    """Clauses may be cited in either version: all papers that any of them names."""
    both = _Both(old, new, "sources")
    if both.old is None and both.new is None:
        return
    papers = [_Both(both.old, both.new, name) for name in _names(both.old, both.new)]
    yield both.key, Mapping(tuple((p.key, p.node) for p in papers), both.node.span)


def _picked(path: Path, both: _Both, take: Take) -> Iterator[Pair]:
    """The pair of the side that counts; what pays the same on both sides is no edit."""
    if both.old is not None and both.new is not None and pays_alike(both.old, both.new):
        yield both.key, both.new
        return
    if both.old is None and both.new is None:
        return
    edit = both.edit(path)
    side, key = (edit.new, both.new_key) if take(edit) else (edit.old, both.old_key)
    if side is not None and key is not None:
        yield key, side.node


def _of_section(section: str, both: _Both, take: Take) -> Iterator[Pair]:
    split = _SPLIT.get(section)
    for name in _names(both.old, both.new):
        one = _Both(both.old, both.new, name)
        sides = one.mappings()
        path = (section, name)
        if path in _OF_HEAD:
            yield from [(one.old_key, one.old)] if one.old and one.old_key else []
            continue
        if split is None or sides is None or pays_alike(*sides):
            yield from _picked(path, one, take)
        else:
            yield from split(path, one, take)


def _of_card(path: Path, both: _Both, take: Take) -> Iterator[Pair]:
    """The weights as one, because they must come to 100; each item's points; the card's rules."""
    pairs: list[Pair] = []
    for name in _names(both.old, both.new):
        inner = _Both(both.old, both.new, name)
        if name == ITEMS:
            pairs.append((inner.key, _items(path, inner, both, take)))
        else:
            pairs += _picked((*path, name), _citing(inner, both), take)
    yield both.key, Mapping(tuple(pairs), both.node.span)


def _citing(inner: _Both, outer: _Both) -> _Both:
    inner.old_cite, inner.new_cite = outer.old_cite, outer.new_cite
    return inner


def _items(path: Path, items: _Both, card: _Both, take: Take) -> Mapping:
    old, new = _weights(items.old), _weights(items.new)
    is_new = True
    if not pays_alike(old, new):
        weights = Edit(
            path=(*path, WEIGHTS),
            old=Side(node=old, span=_span(items.old_key), cite=card.old_cite),
            new=Side(node=new, span=_span(items.new_key), cite=card.new_cite),
        )
        is_new = take(weights)
    counted = new if is_new else old
    pairs = []
    # every item is asked about, so that none is forgotten where its weight is the other side's
    for name in _names(items.old, items.new):
        one = _Both(items.old, items.new, name)
        body = _points(path, one, card, take)
        weight = counted.get(name)
        if weight is None:
            continue
        if body is None:
            body = one.node
        pairs.append((one.key, _with_weight(body, weight)))
    return Mapping(tuple(pairs), items.node.span)


def _points(path: Path, item: _Both, card: _Both, take: Take) -> Node | None:
    """An item that both versions have, in the version that counts."""
    sides = item.mappings()
    if sides is None:
        return None
    old, new = (_less(side, ("weight",)) for side in sides)
    if pays_alike(old, new):
        return sides[1]
    inner = Edit(
        path=(*path, ITEMS, item.key.text),
        old=Side(node=old, span=_span(item.old_key), cite=item.old_cite or card.old_cite),
        new=Side(node=new, span=_span(item.new_key), cite=item.new_cite or card.new_cite),
    )
    return sides[1] if take(inner) else sides[0]


def _span(key: Scalar | None) -> Span:
    return key.span if key else Span(file="")


def _weights(items: Node | None) -> Mapping:
    pairs = items.pairs if isinstance(items, Mapping) else ()
    weights = (
        (key, body.get("weight") if isinstance(body, Mapping) else None) for key, body in pairs
    )
    span = items.span if items else Span(file="")
    return Mapping(tuple((key, weight) for key, weight in weights if weight is not None), span)


def _with_weight(body: Node, weight: Node) -> Node:
    if not isinstance(body, Mapping):
        return body
    pairs = ((key, weight if key.text == "weight" else node) for key, node in body.pairs)
    return replace(body, pairs=tuple(pairs))


def _less(node: Mapping, names: tuple[str, ...]) -> Mapping:
    return replace(node, pairs=tuple(pair for pair in node.pairs if pair[0].text not in names))


def _of_rows(path: Path, both: _Both, take: Take) -> Iterator[Pair]:
    """Row by row where a few rows differ in what they give, else as a whole."""
    old, new = both.mappings() or (Mapping((), both.node.span),) * 2
    names = _rows_apart(old, new)
    if not names:
        yield from _picked(path, both, take)
        return
    rows = []
    for name, before, after in zip(names, _rows(old), _rows(new), strict=True):
        edit = Edit(
            path=(*path, ROWS, name),
            old=Side(node=before, span=before.span, cite=both.old_cite),
            new=Side(node=after, span=after.span, cite=both.new_cite),
        )
        rows.append(after if pays_alike(before, after) or take(edit) else before)
    node = next(node for key, node in new.pairs if key.text == ROWS)
    kept = ((k, Sequence(tuple(rows), node.span) if k.text == ROWS else n) for k, n in new.pairs)
    yield both.key, replace(new, pairs=tuple(kept))


def _rows_apart(old: Mapping, new: Mapping) -> list[str]:
    """The bands or tests of the rows, if they are the same ones in the same order."""
    tested = _tests_of(new)
    names, others = _tests(new, tested), _tests(old, tested)
    is_same_frame = pays_alike(_less(old, (ROWS,)), _less(new, (ROWS,)))
    if names != others or len(set(names)) < len(names) or not is_same_frame:
        return []
    moved = sum(not pays_alike(*pair) for pair in zip(_rows(old), _rows(new), strict=True))
    return names if moved <= MOST_ROWS else []


def _rows(part: Mapping) -> tuple[Node, ...]:
    rows = part.get(ROWS)
    return rows.items if isinstance(rows, Sequence) else ()


def _tests_of(part: Mapping) -> tuple[int, ...]:
    """Which cells of a row say when it counts: the first, or those of a decision's `when`."""
    when = part.get("when")
    if isinstance(when, Mapping):
        return tuple(range(len(when.pairs)))
    columns = part.get("columns")
    names = [text_of(c) for c in columns.items] if isinstance(columns, Sequence) else []
    return tuple(n for n, name in enumerate(names) if name in ("from", "to", "is", "at"))


def _tests(part: Mapping, cells: tuple[int, ...]) -> list[str]:
    found = []
    for row in _rows(part):
        listed = row.items if isinstance(row, Sequence) else ()
        sign = ", " if part.get("when") is not None else "–"
        found.append(sign.join(text_of(listed[n]) for n in cells if n < len(listed)))
    return found


def _of_line(path: Path, both: _Both, take: Take) -> Iterator[Pair]:
    """The amount and what holds for it; the bounds beside it by themselves."""
    old, new = both.mappings() or (Mapping((), both.node.span),) * 2
    if any(side.get("counts") is not None for side in (old, new)):
        yield from _picked(path, both, take)
        return
    outer = [_less(side, _BOUNDS) for side in (old, new)]
    inner = [
        _less(s, tuple(k.text for k, _ in s.pairs if k.text not in _BOUNDS)) for s in (old, new)
    ]
    sides = [outer[1], inner[1]]
    for place, (before, after) in enumerate((outer, inner)):
        if not pays_alike(before, after):
            edit = Edit(
                path=path if place == 0 else (*path, LIMITS),
                old=Side(node=before, span=_span(both.old_key), cite=both.old_cite),
                new=Side(node=after, span=_span(both.new_key), cite=both.new_cite),
            )
            sides[place] = after if take(edit) else before
    yield both.key, Mapping((*sides[0].pairs, *sides[1].pairs), both.node.span)


def _of_role(path: Path, both: _Both, take: Take) -> Iterator[Pair]:
    """The card of a role, and each line that it is paid."""
    pairs: list[Pair] = []
    for name in _names(both.old, both.new):
        inner = _citing(_Both(both.old, both.new, name), both)
        if name == "pay":
            pairs.append((inner.key, _paid(path, inner, take)))
        elif name in SAYS_NOTHING_OF_PAY:
            pairs.append((inner.key, inner.node))
        else:
            pairs += _picked((*path, name), inner, take)
    yield both.key, Mapping(tuple(pairs), both.node.span)


def _paid(path: Path, both: _Both, take: Take) -> Sequence:
    """The list of lines with those that are taken in or out; its order pays nothing."""
    old, new = (
        {text_of(line): line for line in side.items} if isinstance(side, Sequence) else {}
        for side in (both.old, both.new)
    )
    lines = []
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None:
            lines.append(after)
            continue
        edit = Edit(
            path=(*path, "pay", name),
            old=Side(node=before, span=before.span, cite=both.old_cite) if before else None,
            new=Side(node=after, span=after.span, cite=both.new_cite) if after else None,
        )
        side = edit.new if take(edit) else edit.old
        lines += [side.node] if side else []
    return Sequence(tuple(lines), both.node.span)


_SPLIT = {
    "kpi": _of_card, "tables": _of_rows, "decisions": _of_rows, "pay": _of_line, "roles": _of_role,
}  # fmt: skip
