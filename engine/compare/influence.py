"""Which edits can move which pay lines: whatever a line reads in either version, directly or not.

Every policy in between has each part from one of the two versions, so that a line can read no more
in it than in both together. Edits that are not found here cannot move the line: that is certain,
while an edit that is found need not move it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.bind.model import (
    BoundPolicy,
    ColumnOfDecision,
    ColumnOfTable,
    DistributionPart,
    Factor,
    Item,
    LimitOf,
    PointsOf,
    PoolPart,
    StateOf,
)
from engine.bind.names import DIFFERENCE
from engine.catalog.measures import Measure
from engine.compare.edits import ITEMS, LIMITS, WEIGHTS, Edit, Path
from engine.core.record import record
from engine.policy.model import Eligibility, Kpi, Limit, Line, NamedFormula, Table
from engine.policy.periods import Ladder, Notice, Streak
from engine.policy.reading import text_of
from engine.policy.sharing import Distribution

# what looks at colleagues depends on who is paid, and by which role
_AMONG_PEOPLE = ("people", "rank", "pool")
_EVERYWHERE = (("round", "lines"), ("mid_month", "role"), ("mid_month", "level"))


@record(kw_only=True)
class Slot:
    """One line of those who hold these roles in a month."""

    roles: tuple[str, ...]
    line: str


def place_of(item: Item) -> Path:
    """Where in a policy an item is defined, as edits name it; `item` for what is built in."""
    made = _PLACES.get(type(item.definition))
    return made(item.definition) if made else ("item", item.key)


_PLACES: dict[type, Callable[..., Path]] = {
    Measure: lambda d: ("measures", d.id),
    Eligibility: lambda d: ("eligibility", d.heading.name),
    PointsOf: lambda d: ("kpi", d.kpi.heading.name, ITEMS, d.item.heading.name),
    Kpi: lambda d: ("kpi", d.heading.name),
    Table: lambda d: ("tables", d.heading.name),
    ColumnOfTable: lambda d: ("tables", d.table.heading.name),
    ColumnOfDecision: lambda d: ("decisions", d.decision.heading.name),
    NamedFormula: lambda d: ("formulas", d.heading.name),
    StateOf: lambda d: ("levels" if isinstance(d.state, Ladder) else "streaks", _name(d.state)),
    PoolPart: lambda d: ("pools", d.pool.heading.name),
    DistributionPart: lambda d: ("distributions", _name(d.distribution)),
    Notice: lambda d: ("notices", d.heading.name),
    Line: lambda d: ("pay", d.heading.name),
    Factor: lambda d: ("pay", d.line.heading.name),
    LimitOf: lambda d: _limit_place(d.limit),
}  # fmt: skip


def _limit_place(limit: Limit) -> Path:
    """A line's own bounds stand beside it; a limit that is written out is a line itself."""
    return ("pay", limit.owner, LIMITS) if limit.owner else ("pay", limit.heading.name)


def _name(part: Streak | Ladder | Distribution) -> str:
    return part.heading.name


@dataclass(frozen=True)
class Influence:
    """What the lines of two versions read, by the parts in which it stands."""

    sides: tuple[BoundPolicy, BoundPolicy]
    _reached: dict[Slot, _Reached] = field(default_factory=dict)

    def can_move(self, edit: Edit, slot: Slot) -> bool:
        """Whether the edit may change what the line pays to those who hold the roles."""
        if edit.path in _EVERYWHERE:
            return True
        if edit.part[0] == "measures":
            measure = self._measure_names.get(edit.part[1], edit.part[1])
            edit = replace(edit, path=("measures", measure))
        if slot not in self._reached:
            self._reached[slot] = self._reach(slot)
        return self._reached[slot].is_moved_by(edit, slot)

    def _reach(self, slot: Slot) -> _Reached:
        lines = self._lines(slot.roles) if slot.line == DIFFERENCE else [slot.line]
        queue = [self._home(line) for line in lines]
        queue += [("eligibility", rule) for rule in self._rules(slot.roles)]
        parts: dict[Path, None] = {}
        while queue:
            part = queue.pop()
            if part not in parts:
                parts[part] = None
                queue.extend(self._onward.get(part, ()))
        return _Reached(
            parts=frozenset(parts),
            homes=frozenset(self._home(line) for line in lines),
            is_among_people=bool(self._among_people & parts.keys()),
            looks_back=bool(self._looking_back & parts.keys()),
        )

    def _lines(self, roles: tuple[str, ...]) -> list[str]:
        return [
            line
            for side in self.sides
            for role in side.roles
            if role.name in roles
            for line in role.lines
        ]

    def _rules(self, roles: tuple[str, ...]) -> list[str]:
        return [
            r for side in self.sides for one in side.roles if one.name in roles for r in one.rules
        ]

    def _home(self, line: str) -> Path:
        items = (side.by_key.get(line) for side in self.sides)
        return next((place_of(item)[:2] for item in items if item), ("pay", line))

    @cached_property
    def _onward(self) -> dict[Path, dict[Path, None]]:
        """Part → the parts that it reads in either version."""
        onward: dict[Path, dict[Path, None]] = {}
        for side in self.sides:
            for item in side.items:
                read = onward.setdefault(place_of(item)[:2], {})
                read.update(
                    (place_of(side.by_key[k])[:2], None) for k in item.reads if k in side.by_key
                )
        return onward

    @cached_property
    def _among_people(self) -> frozenset[Path]:
        """Parts that look at colleagues, and limits, which count what a role is paid."""
        return frozenset(
            place_of(item)[:2]
            for side in self.sides
            for item in side.items
            if item.kind in _AMONG_PEOPLE
            or isinstance(item.definition, PoolPart | DistributionPart | LimitOf)
        )

    @cached_property
    def _looking_back(self) -> frozenset[Path]:
        return frozenset(
            place_of(item)[:2] for side in self.sides for item in side.items if item.kind == "past"
        )

    @cached_property
    def _measure_names(self) -> dict[str, str]:
        """Every name of a measure → its id, which parts are known by."""
        definitions = (item.definition for side in self.sides for item in side.items)
        measures = [d for d in definitions if isinstance(d, Measure)]
        return {name: m.id for m in measures for name in (m.id, *m.labels.values())}


@record(kw_only=True)
class _Reached:
    """All parts that a line reads; its own part; and whether it looks at colleagues or back."""

    parts: frozenset[Path]
    homes: frozenset[Path]
    is_among_people: bool
    looks_back: bool

    def is_moved_by(self, edit: Edit, slot: Slot) -> bool:
        match edit.path:
            case ("round", "total"):
                return slot.line == DIFFERENCE
            case ("history",) | ("policy",):
                return self.looks_back
            case ("roles", role, "pay", line):
                return self.is_among_people or (role in slot.roles and ("pay", line) in self.homes)
            case ("roles", role, *_):
                return self.is_among_people or role in slot.roles
            case ("eligibility", *_) if self.is_among_people:
                return True
            case _:
                return edit.part in self.parts


def groups(edits: Sequence[Edit], sides: tuple[BoundPolicy, BoundPolicy]) -> list[list[int]]:
    """Edits that cannot be without each other: a new part with what reads it, one gone likewise."""
    leader = list(range(len(edits)))

    def root(one: int) -> int:
        while leader[one] != one:
            one = leader[one]
        return one

    by_path = {edit.path: n for n, edit in enumerate(edits)}
    for one, other in _ties(edits, by_path, sides):
        first, second = sorted((root(one), root(other)))
        leader[second] = first
    found: dict[int, list[int]] = {}
    for index in range(len(edits)):
        found.setdefault(root(index), []).append(index)
    return list(found.values())


def _ties(
    edits: Sequence[Edit], by_path: dict[Path, int], sides: tuple[BoundPolicy, BoundPolicy]
) -> Iterator[tuple[int, int]]:
    for is_new, side in enumerate(sides):
        alone = {
            edit.path: index
            for index, edit in enumerate(edits)
            if edit.is_one_sided and (edit.new if is_new else edit.old) is not None
        }
        for reader, read in _readings(side):
            if read in alone:
                yield from ((n, alone[read]) for n in _edits_at(reader, by_path))
    for index, edit in enumerate(edits):
        for part in _named_by_role(edit):
            if part in by_path and edits[by_path[part]].is_one_sided:
                yield index, by_path[part]


def _readings(side: BoundPolicy) -> Iterator[tuple[Path, Path]]:
    """What reads what: places of items, and what rules and roles name."""
    for item in side.items:
        known = (side.by_key[key] for key in item.reads if key in side.by_key)
        yield from ((place_of(item), place_of(one)[:2]) for one in known)
    for rule in side.policy.eligibility:
        name = rule.heading.name
        yield from ((("eligibility", name), ("pay", line.name)) for line in rule.otherwise)
    for role in side.roles:
        yield from ((("roles", role.name), ("pay", line)) for line in role.lines)
        if role.kpi is not None:
            yield ("roles", role.name), ("kpi", role.kpi)


def _edits_at(place: Path, by_path: dict[Path, int]) -> Iterator[int]:
    """The edit of the very place, or of the whole that it belongs to."""
    around = (place, (*place[:2], WEIGHTS) if ITEMS in place else place, place[:2])
    yield from (by_path[path] for path in dict.fromkeys(around) if path in by_path)


def _named_by_role(edit: Edit) -> Iterator[Path]:
    match edit.path:
        case ("roles", _, "pay", line):
            yield ("pay", line)
        case ("roles", _, "kpi"):
            for side in (edit.old, edit.new):
                if side is not None:
                    yield ("kpi", text_of(side.node))
        case _:
            return
