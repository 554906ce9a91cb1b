"""Which changed clause causes how much of the difference between two versions.

The difference is split by Shapley's shares over the clauses that differ: each share is what the
clause adds, averaged over every order in which the clauses might have been changed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.app.hybrids import Hybrids, Key, Merged, MonthSides, Side, less, paid_side
from engine.app.month import Show
from engine.app.payouts import lines_of
from engine.app.policies import compile_policy
from engine.app.resolving import resolve
from engine.app.workspace import catalog, schema
from engine.compare.edits import Edit, edits_of
from engine.compare.games import Shared, sets_wanted, share_out
from engine.compare.influence import Influence, Slot, groups
from engine.compare.sampling import Sampled
from engine.compare.schedule import Players
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineBug
from engine.core.period import Month
from engine.core.record import record
from engine.ledger.month import StoredMonth
from engine.policy.file import PolicyFile


@record(kw_only=True)
class Clause:
    """What can only be changed together: usually one edit."""

    edits: tuple[Edit, ...]

    @property
    def pays(self) -> bool:
        """Notices say something and pay nothing."""
        return any(edit.path[0] != "notices" for edit in self.edits)


@record(kw_only=True)
class Part:
    """What one clause makes of the difference in one line of one payslip."""

    clause: int
    month: Month
    agent: str
    line: str
    amount: Decimal


@record(kw_only=True)
class Interaction:
    """How much more two clauses bring together than each alone, rounded to the cent."""

    first: int
    second: int
    amount: Decimal


@record(kw_only=True)
class Attribution:
    """The difference by clause. The parts of a line, an agent, a clause add up to the cent.

    `sampled` None: the shares are exact. `hybrids`: how many policies between the two were run;
    `merged`: what could not be told apart.
    """

    clauses: tuple[Clause, ...]
    parts: tuple[Part, ...]
    interactions: tuple[Interaction, ...]
    sampled: Sampled | None
    difference: Decimal
    hybrids: int
    merged: tuple[Merged, ...]

    def of_clauses(self) -> dict[int, Decimal]:
        """Clause → its part of the whole, the most first; 0 for one that moves nothing."""
        found = dict.fromkeys(range(len(self.clauses)), Decimal(0))
        for part in self.parts:
            found[part.clause] += part.amount
        return dict(sorted(found.items(), key=lambda one: (-abs(one[1]), one[0])))

    def of_agents(self) -> dict[tuple[str, int], Decimal]:
        """Agent and clause → the part, over all months."""
        found: dict[tuple[str, int], Decimal] = {}
        for part in self.parts:
            key = (part.agent, part.clause)
            found[key] = found.get(key, Decimal(0)) + part.amount
        return dict(sorted(found.items()))


def attribution(
    old: PolicyFile, new: PolicyFile, months: Sequence[MonthSides], show: Show
) -> Outcome[Attribution]:
    """Split the difference of the months over the clauses that differ."""
    first = _side(old, [(m.month, m.old) for m in months], show)
    second = _side(new, [(m.month, m.new) for m in months], show)
    if first.value is None or second.value is None:
        return Outcome(None, (*first.diagnostics, *second.diagnostics))
    return Outcome(split((first.value, second.value), tuple(months), show))


def _side(
    file: PolicyFile, stored: Iterable[tuple[Month, StoredMonth]], show: Show
) -> Outcome[Side]:
    extended = resolve(file)
    if extended.value is None:
        return Outcome(None, extended.diagnostics)
    document = extended.value.document
    return compile_policy(file, schema("policy"), catalog()).then(
        lambda bound: paid_side(file, document, bound, stored, show)
    )


def split(sides: tuple[Side, Side], months: tuple[MonthSides, ...], show: Show) -> Attribution:
    """The same for two versions that are bound and paid."""
    edits = _edits(sides, months)
    bounds = (sides[0].bound, sides[1].bound)
    units = [tuple(group) for group in groups(edits, bounds)]
    hybrids = Hybrids(sides=sides, months=months, edits=edits, units=units, show=show)
    slots = slots_of(sides, months)
    influence = Influence(bounds)
    runs = hybrids.differences(lambda: sets_wanted(games_of(slots, influence, hybrids)))
    whole = less(sides[1].amounts, sides[0].amounts)
    shared = share_out(
        games_of(slots, influence, hybrids), {0: {}, **runs, hybrids.everything: whole}
    )
    return _found(hybrids, shared, whole)


def _edits(sides: tuple[Side, Side], months: tuple[MonthSides, ...]) -> tuple[Edit, ...]:
    """Another policy's name is a change only where its own earlier payslips are looked back to."""
    found = edits_of(*(side.document.root for side in sides))
    is_other = any(one.old.history != one.new.history for one in months)
    return tuple(edit for edit in found if edit.path != ("policy",) or is_other)


def slots_of(sides: tuple[Side, Side], months: tuple[MonthSides, ...]) -> dict[Key, Slot]:
    """Every line that either side may pay to somebody, with the roles that are held."""
    found: dict[Key, Slot] = {}
    for one in months:
        held: dict[str, dict[str, None]] = {}
        for post in one.old.posts:
            held.setdefault(post.agent, {})[post.role] = None
        for agent, roles in held.items():
            for line in _lines(sides, tuple(roles)):
                key = Key(month=one.month, agent=agent, line=line)
                found[key] = Slot(roles=tuple(roles), line=line)
    return found


def _lines(sides: tuple[Side, Side], roles: tuple[str, ...]) -> tuple[str, ...]:
    """In the order of the newer payslip."""
    bounds = [side.bound for side in reversed(sides)]
    lines = dict.fromkeys(line for b in bounds for role in roles for line in lines_of(b, role))
    return tuple(lines)


def games_of(
    slots: Mapping[Key, Slot], influence: Influence, hybrids: Hybrids
) -> dict[Key, Players]:
    """By line, the units that can move it."""
    known: dict[Slot, Players] = {}
    for slot in dict.fromkeys(slots.values()):
        known[slot] = tuple(
            number
            for number, unit in enumerate(hybrids.units)
            if any(influence.can_move(hybrids.edits[e], slot) for e in unit)
        )
    return {key: known[slot] for key, slot in slots.items()}


def _found(hybrids: Hybrids, shared: Shared[Key], whole: Mapping[Key, Decimal]) -> Attribution:
    clauses = tuple(Clause(edits=tuple(hybrids.edits[e] for e in u)) for u in hybrids.units)
    shown = [n for n, clause in enumerate(clauses) if clause.pays]
    place = {n: index for index, n in enumerate(shown)}
    for key, amount in whole.items():
        if sum(shared.parts.get(key, {}).values(), Decimal(0)) != amount:
            raise EngineBug(f"the parts of {key} do not come to {amount}")
    sampled = shared.sampled
    return Attribution(
        clauses=tuple(clauses[n] for n in shown),
        parts=tuple(
            Part(clause=place[n], month=key.month, agent=key.agent, line=key.line, amount=amount)
            for key, parts in shared.parts.items()
            for n, amount in parts.items()
        ),
        interactions=tuple(
            Interaction(first=place[one], second=place[other], amount=amount)
            for (one, other), amount in shared.interactions.items()
        ),
        sampled=sampled
        and replace(sampled, errors={place[n]: error for n, error in sampled.errors.items()}),
        difference=sum(whole.values(), Decimal(0)),
        hybrids=hybrids.count,
        merged=tuple(hybrids.merged),
    )
