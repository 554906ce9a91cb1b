"""Findings of a deep look as diagnostics, held against what the author has acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.audit.checks.a603_pay_cliff import PAY_CLIFF
from engine.audit.checks.a604_acceptance_unused import ACCEPTANCE_UNUSED
from engine.audit.checks.a611_better_pays_less import BETTER_PAYS_LESS
from engine.audit.checks.a612_pays_ever_less import PAYS_EVER_LESS
from engine.audit.checks.a613_no_effect import NO_EFFECT
from engine.audit.checks.a614_out_of_reach import OUT_OF_REACH
from engine.audit.checks.a615_negative_line import NEGATIVE_LINE
from engine.audit.deep.model import DeepView, Fall, RoleView, Weak
from engine.bind.model import BoundPolicy, Item, PointsOf
from engine.catalog.measures import Measure
from engine.core.diagnostic import Diagnostic
from engine.core.number import fixed, plain
from engine.core.span import Span
from engine.policy.model import Acceptance, Limit, Line, NamedFormula, Role, Table

FINDINGS = ("cliff", "falls", "no_effect", "out_of_reach", "negative")


@dataclass
class Settling:
    """`shallow` are the findings of an ordinary check: what they say is not said twice."""

    bound: BoundPolicy
    shallow: Iterable[Diagnostic]
    used: set[Span] = field(default_factory=set)

    def settled(self, view: DeepView) -> tuple[DeepView, tuple[Diagnostic, ...]]:
        """The same with the reasons of the author, and what is left to say."""
        roles = tuple(self._role(role) for role in view.roles)
        found = [d for role in roles for d in self._left(role)]
        return replace(view, roles=roles), (*found, *self._unused())

    def _role(self, one: RoleView) -> RoleView:
        role = self._written(one.role)
        falls = tuple(replace(f, reason=self._reason_of_fall(role, f)) for f in one.falls)
        weak = tuple(replace(w, reason=self._reason(role, w.kind, w.of, ())) for w in one.weak)
        return replace(one, falls=falls, weak=weak)

    def _written(self, name: str) -> Role:
        return next(r for r in self.bound.policy.roles if r.heading.name == name)

    # -- acknowledgements ----------------------------------------------------------------------

    def _reason_of_fall(self, role: Role, fall: Fall) -> str:
        own = self._reason(role, fall.kind, fall.measure, (fall.at, fall.beyond))
        if own:
            return own
        for owner, accept in self._of_parts():
            at = accept.at.amount if accept.at and accept.finding == "cliff" else None
            if at in (fall.at, fall.beyond) and owner in self._behind(fall.falling):
                return accept.reason
        return ""

    def _reason(self, role: Role, kind: str, of: str, places: tuple[Decimal, ...]) -> str:
        for accept in role.accept:
            at = None if accept.at is None else accept.at.amount
            is_there = at is None or any(_between(at, places))
            if accept.finding == kind and is_there and accept.of in self._names(of):
                self.used.add(accept.span)
                return accept.reason
        return ""

    def _of_parts(self) -> Iterator[tuple[str, Acceptance]]:
        """What tables, formulas and lines acknowledge for the ordinary check."""
        policy = self.bound.policy
        parts: tuple[Table | NamedFormula | Line | Limit, ...] = (
            *policy.tables, *policy.formulas, *policy.lines
        )  # fmt: skip
        for part in parts:
            yield from ((part.heading.name, accept) for accept in part.accept)

    def _behind(self, lines: tuple[str, ...]) -> set[str]:
        """The names of everything that the lines are made of."""
        found: set[str] = set()
        queue = list(lines)
        while queue:
            key = queue.pop()
            if key not in found:
                found.add(key)
                queue.extend(self.bound.by_key[key].reads)
        return {key.partition(".")[0] for key in found}

    def _names(self, key: str) -> set[str]:
        item = self.bound.by_key[key]
        names = {key, self.bound.spelled.get(key, key)}
        if isinstance(item.definition, Measure):
            names |= {item.definition.id, *item.definition.labels.values()}
        if isinstance(item.definition, PointsOf):
            names.add(item.definition.item.heading.name)
        return names

    def _unused(self) -> Iterator[Diagnostic]:
        for role in self.bound.policy.roles:
            for accept in role.accept:
                if accept.finding in FINDINGS and accept.span not in self.used:
                    yield ACCEPTANCE_UNUSED.at(
                        accept.span, finding=accept.finding, at=_place(accept)
                    )

    # -- diagnostics ---------------------------------------------------------------------------

    def _left(self, role: RoleView) -> Iterator[Diagnostic]:
        known = {
            (d.values["measure"], d.values["at"], d.values["beyond"])
            for d in self.shallow
            if d.check is PAY_CLIFF
        }
        for fall in role.falls:
            place = (self._spelled(fall.measure), plain(fall.at), plain(fall.beyond))
            if not fall.reason and place not in known:
                yield self._of_fall(fall)
        for weak in role.weak:
            if not weak.reason:
                yield self._of_weak(weak)

    def _of_fall(self, fall: Fall) -> Diagnostic:
        check = BETTER_PAYS_LESS if fall.kind == "cliff" else PAYS_EVER_LESS
        return check.at(
            self._written(fall.role).heading.span,
            role=fall.role,
            measure=self._spelled(fall.measure),
            at=plain(fall.at),
            beyond=plain(fall.beyond),
            high=fixed(fall.high.total, 2),
            low=fixed(fall.low.total, 2),
            lines=", ".join(fall.falling),
        )

    def _of_weak(self, weak: Weak) -> Diagnostic:
        item = self.bound.by_key[weak.of]
        amount = fixed(weak.amount or Decimal(0), 2)
        match weak.kind:
            case "no_effect":
                span = self._reader(item, weak.role)
                measure, tried = self._spelled(weak.of), str(weak.points)
                return NO_EFFECT.at(span, role=weak.role, measure=measure, points=tried)
            case "out_of_reach":
                name = next(iter(self._names(weak.of) - {weak.of}), weak.of)
                return OUT_OF_REACH.at(item.span, role=weak.role, item=name, most=amount)
            case _:
                return NEGATIVE_LINE.at(item.span, role=weak.role, line=weak.of, least=amount)

    def _reader(self, item: Item, role: str) -> Span:
        """The item of the card that judges the measure, else the role."""
        for other in self.bound.items:
            if other.kind == "points" and item.key in other.reads and role in other.roles:
                return other.span
        return self._written(role).heading.span

    def _spelled(self, key: str) -> str:
        return self.bound.spelled.get(key, key)


def _between(at: Decimal, places: tuple[Decimal, ...]) -> Iterator[bool]:
    if places:
        yield min(places) <= at <= max(places)


def _place(accept: Acceptance) -> str:
    if accept.at is None or accept.at.amount is None:
        return accept.of
    return f"{accept.of} {plain(accept.at.amount)}"


def settled(
    bound: BoundPolicy, view: DeepView, shallow: Iterable[Diagnostic]
) -> tuple[DeepView, tuple[Diagnostic, ...]]:
    """What was found, with the author's reasons, and the diagnostics that remain."""
    return Settling(bound, tuple(shallow)).settled(view)
