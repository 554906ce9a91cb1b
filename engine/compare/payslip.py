"""Changes in the order of the payslip: which lines of pay each of them reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from engine.bind.model import BoundPolicy, Item, LimitOf, PastOf
from engine.bind.names import AMOUNT, OWN_SCORE, TOTAL
from engine.catalog.measures import Measure
from engine.compare.change import Change
from engine.compare.fields import SECTIONS
from engine.core.record import record
from engine.policy.model import Eligibility, Line
from engine.policy.tables import AMOUNT_COLUMNS


@record
class Told:
    """A change and the lines that it reaches, in the order of the payslip."""

    change: Change
    lines: tuple[str, ...]


class Readers:
    """One side's policy, asked what hangs on an item."""

    def __init__(self, bound: BoundPolicy) -> None:
        self.bound = bound

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Every line of every role, and the total."""
        return (*dict.fromkeys(k for role in self.bound.roles for k in role.lines), TOTAL)

    @cached_property
    def _readers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item in self.bound.items:
            for key in _read(item):
                found.setdefault(key, []).append(item.key)
        for rule in self.bound.policy.eligibility:
            lines = _only_for_participants(self.bound, rule)
            found.setdefault(rule.heading.name, []).extend(lines)
        return found

    def lines_from(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The lines among the items, and those that read one of them, however far away."""
        waiting = list(keys)
        seen = set(waiting)
        while waiting:
            for reader in self._readers.get(waiting.pop(), ()):
                if reader not in seen:
                    seen.add(reader)
                    waiting.append(reader)
        return tuple(line for line in self.lines if line in seen)

    def reached(self, change: Change) -> tuple[str, ...]:
        return () if change.is_words else self.lines_from(_touched(self, change.steps))


def _read(item: Item) -> tuple[str, ...]:
    match item.definition:
        case LimitOf() as limit:
            counted = (key for keys in limit.counted.values() for key in keys)
            return (*item.reads, *limit.bound_reads, *counted)
        case PastOf():
            return (*item.reads, item.definition.item)
        case _:
            return item.reads


def _touched(readers: Readers, steps: tuple[str, ...]) -> Iterator[str]:
    """The keys of the items that a change at this path is about."""
    bound = readers.bound
    match steps:
        case ("round", *rest):
            yield from _rounded(bound, rest)
        case ("mid_month", *_):
            yield from readers.lines
        case ("history", *_):
            yield from (item.key for item in bound.items if item.kind == "past")
        case ("measures", name, *_):
            yield from _figures(bound, name)
        case ("roles", name, *rest):
            yield from _of_role(bound, name, rest)
        case ("eligibility", name, *rest):
            yield from _of_rule(bound, name, rest)
        case (section, name, *rest):
            yield from _of_part(bound, section, name, rest)


def _rounded(bound: BoundPolicy, rest: Sequence[str]) -> Iterator[str]:
    if "total" in rest or not rest:
        yield TOTAL
    if "lines" in rest or not rest:
        for item in bound.items:
            match item.definition:
                case Line(round=None):
                    yield item.key
                case LimitOf(limit=limit) if limit.round is None:
                    yield item.key


def _figures(bound: BoundPolicy, name: str) -> Iterator[str]:
    """A figure by any of its names, with the figures of its keys."""
    known = bound.names.get(name)
    for item in bound.items:
        is_named = isinstance(item.definition, Measure) and (
            name == item.definition.id or name in item.definition.labels.values()
        )
        if is_named or item.key == known:
            yield item.key


def _of_role(bound: BoundPolicy, name: str, rest: Sequence[str]) -> Iterator[str]:
    """A line that the role gains or loses, or all lines of the role."""
    role = bound.role_of.get(name)
    lines = role.lines if role else ()
    match rest:
        case ("pay", entry):
            line = entry.removeprefix("[").removesuffix("]")
            yield from (key for key in lines if key == line or key.startswith(f"{line} · "))
        case ("kpi", *_):
            yield OWN_SCORE
        case _:
            yield from lines


def _of_rule(bound: BoundPolicy, name: str, rest: Sequence[str]) -> Iterator[str]:
    """The lines that are paid only to who takes part; those of `otherwise` by their name."""
    match rest:
        case ("otherwise", "pay", entry):
            yield entry.removeprefix("[").removesuffix("]")
        case _ if name in bound.by_key:
            yield name


def _only_for_participants(bound: BoundPolicy, rule: Eligibility) -> Iterator[str]:
    roles = {role.name for role in rule.roles}
    kept = {line.name for line in rule.otherwise}
    for role in bound.roles:
        if not roles or role.name in roles:
            yield from (key for key in role.lines if key not in kept)


def _of_part(bound: BoundPolicy, section: str, name: str, rest: Sequence[str]) -> Iterator[str]:
    """The one item or column that is named, or else all that the part gives."""
    path = f"{section}.{name}"
    inner = _inner(section, rest)
    exact = [item.key for item in bound.items if inner and item.path == f"{path}.{inner}"]
    yield from exact or (
        item.key for item in bound.items if item.path == path or item.path.startswith(f"{path}.")
    )


def _inner(section: str, rest: Sequence[str]) -> str:
    """The item of a card, or the column of a row; empty where more may be touched."""
    match section, rest:
        case "kpi", ("items", item, *_):
            return item
        case "tables", ("rows", _, column):
            return AMOUNT if column in AMOUNT_COLUMNS else column
        case (("decisions" | "distributions"), ("rows", _, column)):
            return column
        case _:
            return ""


def in_order(
    changes: Iterable[Change], old: BoundPolicy | None, new: BoundPolicy | None
) -> tuple[Told, ...]:
    """As the payslip lists what they reach; what reaches no line by section, words last."""
    before, after = (Readers(bound) if bound else None for bound in (old, new))
    rank = {line: number for number, line in enumerate(_merged(before, after))}
    told = [Told(change, _lines(change, before, after)) for change in changes]
    return tuple(sorted(told, key=lambda one: _place(one, rank)))


def _lines(change: Change, old: Readers | None, new: Readers | None) -> tuple[str, ...]:
    """By the newer policy; what was removed from it by the older one."""
    first, second = (old, new) if change.kind == "removed" else (new, old)
    lines = first.reached(change) if first else ()
    return lines or (second.reached(change) if second else ())


def _merged(old: Readers | None, new: Readers | None) -> list[str]:
    """The newer payslip, and each line that only the older has below the one it stood under."""
    merged = list(new.lines) if new else []
    place = -1
    for line in old.lines if old else ():
        if line in merged:
            place = merged.index(line)
        else:
            place += 1
            merged.insert(place, line)
    return merged


def _place(told: Told, rank: dict[str, int]) -> tuple[bool, int, int]:
    section = told.change.steps[0] if told.change.steps else ""
    at = SECTIONS.index(section) if section in SECTIONS else len(SECTIONS)
    first = rank.get(told.lines[0], len(rank)) if told.lines else len(rank)
    return told.change.is_words, first, at
