"""Which roles need which items, and who may lack a figure without stopping the month."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bind import names as words
from engine.bind.binder import Binder
from engine.bind.checks.b320_no_score import NO_SCORE
from engine.bind.checks.b325_rank_of_others import RANK_OF_OTHERS
from engine.bind.checks.b364_share_of_others import SHARE_OF_OTHERS
from engine.bind.limits import paid_reads
from engine.bind.model import (
    AverageOf,
    BoundRole,
    DistributionPart,
    Item,
    LimitOf,
    OverPeople,
    OwnScore,
    PastOf,
    PointsOf,
    PoolPart,
    RankOf,
)
from engine.bind.sharing import shared_by
from engine.policy.periods import Notice


def notice_key(notice: Notice) -> str:
    return f"{notice.heading.name}[notice]"


@dataclass
class Reach:
    """Which roles need each item, and for which of them a missing figure is no excuse.

    `only_always`: what those need who do not take part, and what others count of them.
    """

    binder: Binder
    roles: tuple[BoundRole, ...]
    only_always: bool = False
    needed: dict[str, set[str]] = field(default_factory=dict)
    required: dict[str, set[str]] = field(default_factory=dict)
    _paid: dict[str, dict[str, None]] = field(init=False)

    def __post_init__(self) -> None:
        self._paid = {role.name: self._kept(role) for role in self.roles}

    def spread(self) -> Reach:
        self._follow(deque((k, role.name, True) for role in self.roles for k in self._roots(role)))
        self._follow(deque(self._rest_of_rows()))
        return self

    def _roots(self, role: BoundRole) -> Iterator[str]:
        yield words.ROLE
        yield from role.rules
        yield from self._paid[role.name]
        if self.only_always:
            return
        for notice in self.binder.policy.notices:
            if not notice.roles or role.name in {r.name for r in notice.roles}:
                yield notice_key(notice)
        if role.kpi is not None:
            yield words.OWN_SCORE

    def _kept(self, role: BoundRole) -> dict[str, None]:
        """The lines of a role, or those that it is paid without taking part."""
        if not self.only_always:
            return dict.fromkeys(role.lines)
        kept = {
            rule.heading.name: {r.name for r in rule.otherwise}
            for rule in self.binder.policy.eligibility
        }
        return {k: None for k in role.lines if all(k in kept[rule] for rule in role.rules)}

    def _rest_of_rows(self) -> Iterator[tuple[str, str, bool]]:
        """A role that is paid by one column of a row is shown the row: grade, training."""
        rows: dict[str, list[str]] = {}
        for item in self.binder.items.values():
            if item.kind == "column":
                rows.setdefault(item.key.rpartition(".")[0], []).append(item.key)
        for beside in rows.values():
            for used in beside:
                for role in sorted(self.needed.get(used, ())):
                    required = role in self.required.get(used, ())
                    yield from ((key, role, required) for key in beside)

    def follow_from(self, key: str, roles: list[str]) -> None:
        self._follow(deque((key, role, True) for role in roles))

    def _follow(self, queue: deque[tuple[str, str, bool]]) -> None:
        while queue:
            key, role, required = queue.popleft()
            if not self._mark(key, role, required=required):
                continue
            queue.extend(self._onward(self.binder.items[key], role, required=required))

    def _mark(self, key: str, role: str, *, required: bool) -> bool:
        seen = self.required if required else self.needed
        if role in seen.setdefault(key, set()):
            return False
        seen[key].add(role)
        self.needed.setdefault(key, set()).add(role)
        return True

    def _own(
        self, item: Item, score: OwnScore, role: str, *, required: bool
    ) -> Iterator[tuple[str, str, bool]]:
        card = score.kpi_of_role.get(role)
        if card is None:
            self.binder.found.append(NO_SCORE.at(item.span, role=role))
            return
        yield (card, role, required)
        yield (words.ROLE, role, required)

    def _ranked(
        self, item: Item, rank: RankOf, role: str, *, required: bool
    ) -> Iterator[tuple[str, str, bool]]:
        if rank.role not in (None, role):
            found = RANK_OF_OTHERS.at(item.span, role=role, ranked=rank.role or "")
            self.binder.found.append(found)
        targets = self._counted(rank.item) if rank.role is None else [rank.role]
        yield from ((rank.item, target, required) for target in targets)

    def _shared(self, item: Item, role: str, *, required: bool) -> Iterator[tuple[str, str, bool]]:
        """Everybody's part counts in everybody's share."""
        among = shared_by(item) or ()
        if role not in among:
            self.binder.found.append(SHARE_OF_OTHERS.at(item.span, role=role, name=item.path))
        for key in item.reads:
            is_counted = shared_by(self.binder.items[key]) is not None
            yield from ((key, r, required) for r in (among if is_counted else (role,)))

    def _counted(self, key: str) -> list[str]:
        """The roles that have a value at all: a line's own, a score's those with a card."""
        sharing = shared_by(self.binder.items[key])
        if sharing is not None:
            return list(sharing)
        if self.binder.items[key].kind == "line":
            return [r.name for r in self.roles if key in r.lines]
        needs_card = words.OWN_SCORE in reached(self.binder, key)
        return [r.name for r in self.roles if r.kpi is not None or not needs_card]

    def _over_people(
        self, item: Item, over: OverPeople | AverageOf, role: str, *, required: bool
    ) -> Iterator[tuple[str, str, bool]]:
        if over.item is not None:
            targets = self._counted(over.item) if over.role is None else [over.role]
            yield from ((over.item, target, required) for target in targets)
        yield from ((k, role, required) for k in item.reads if k != over.item)

    def _beside(self, item: Item, role: str, *, required: bool) -> Iterator[tuple[str, str, bool]]:
        """What is measured against colleagues: a place, a share."""
        if isinstance(item.definition, RankOf):
            yield from self._ranked(item, item.definition, role, required=required)
        elif shared_by(item) is not None:
            yield from self._shared(item, role, required=required)
        else:
            yield from ((key, role, required) for key in item.reads)

    def _onward(self, item: Item, role: str, *, required: bool) -> Iterator[tuple[str, str, bool]]:
        match item.definition:
            case OverPeople() | AverageOf():
                yield from self._over_people(item, item.definition, role, required=required)
            case PoolPart() | DistributionPart() | RankOf():
                yield from self._beside(item, role, required=required)
            case PastOf(item=counted):
                # this month's value is what later months look back to
                yield (counted, role, required)
            case OwnScore():
                yield from self._own(item, item.definition, role, required=required)
            case LimitOf(counted=counted):
                lines = self._paid[role]
                kept = lines if item.key in lines else dict.fromkeys(counted[role])
                yield from ((k, role, required) for k in paid_reads(item, role, kept))
            case PointsOf(item=card_item):
                demands = required and card_item.missing == "refuse"
                yield from ((k, role, demands) for k in item.reads)
            case _:
                for key in item.reads:
                    # the score reads a left-out item's figures only to see whether they are there
                    is_input = self.binder.items[key].kind in ("measure", "attribute")
                    is_peek = item.kind == "score" and is_input
                    yield (key, role, required and not is_peek)


def reached(binder: Binder, key: str) -> set[str]:
    reached: set[str] = set()
    queue = [key]
    while queue:
        current = queue.pop()
        if current not in reached:
            reached.add(current)
            queue.extend(binder.items[current].reads)
    return reached


def always_needed(
    binder: Binder, roles: tuple[BoundRole, ...], reach: Reach, scored: set[str]
) -> Reach:
    """Needed without taking part: by the rules, by lines kept, and by others' sums."""
    always = Reach(binder, roles, only_always=True).spread()
    counted = [i.definition for i in binder.items.values() if i.kind in ("people", "rank")]
    for definition in counted:
        if isinstance(definition, OverPeople | AverageOf | RankOf):
            key = definition.item
            if key is not None and key not in scored:
                always.follow_from(key, sorted(reach.required.get(key, ())))
    return always
