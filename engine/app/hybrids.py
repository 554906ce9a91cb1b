"""Policies between two versions, each paid over the same months; what is refused is made whole.

A hybrid is the older policy with some of the newer one's edits. It goes the way of any policy, and
its payslips are worked out by SQL, with a replay of a sample. Edits that a hybrid cannot be without
are merged into one clause, until every hybrid that is asked for can be paid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.app.comparing import amounts_of
from engine.app.month import Show, pay
from engine.app.workspace import catalog, schema
from engine.audit.agreement import REPLAY_ALL_UP_TO
from engine.audit.checks.r503_replay_differs import REPLAY_DIFFERS
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.compare.edits import Edit, in_between
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.ledger.month import StoredMonth
from engine.policy.file import PolicyFile
from engine.policy.from_document import build
from engine.source.document import Document
from engine.source.shape import shape

# the two ends are replayed as any month; a policy in between pays nobody
REPLAYED = 3


@record(kw_only=True)
class MonthSides:
    """What is stored of a month as each side sees it: only earlier payslips can differ."""

    month: Month
    old: StoredMonth
    new: StoredMonth


@record(kw_only=True)
class Key:
    """One line of one payslip."""

    month: Month
    agent: str
    line: str


Amounts = Mapping[Key, Decimal]


@record(kw_only=True)
class Side:
    """One of the two versions: in one piece, bound, and what it pays."""

    file: PolicyFile
    document: Document
    bound: BoundPolicy
    amounts: Amounts


@record(kw_only=True)
class Merged:
    """Clauses that cannot be applied apart; `found`: why one of them alone was refused."""

    edits: tuple[tuple[Edit, ...], ...]
    found: Diagnostic


@dataclass
class Hybrids:
    """Payslips of every hybrid that was asked for, as differences from the older version.

    `units` are sets of edits, by index; merging makes them fewer. Each hybrid is computed once.
    """

    sides: tuple[Side, Side]
    months: tuple[MonthSides, ...]
    edits: tuple[Edit, ...]
    units: list[tuple[int, ...]]
    show: Show
    merged: list[Merged] = field(default_factory=list)
    _paid: dict[frozenset[int], Outcome[Amounts]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many hybrids were computed."""
        return len(self._paid)

    @property
    def everything(self) -> int:
        return (1 << len(self.units)) - 1

    def difference(self, joined: int) -> Outcome[Amounts]:
        """What the units of the set change; bit `n` stands for unit `n`."""
        if joined == 0:
            return Outcome({})
        if joined == self.everything:
            return Outcome(less(self.sides[1].amounts, self.sides[0].amounts))
        taken = frozenset(e for n, unit in enumerate(self.units) if joined >> n & 1 for e in unit)
        if taken not in self._paid:
            self._paid[taken] = self._pay(taken)
        return self._paid[taken]

    def differences(self, wanted: Callable[[], Iterable[int]]) -> dict[int, Amounts]:
        """Those of all the sets that are wanted; `wanted` is asked anew once units were merged."""
        while True:
            found: dict[int, Amounts] = {}
            for joined in wanted():
                outcome = self.difference(joined)
                if outcome.value is None:
                    self._merge(joined)
                    break
                found[joined] = outcome.value
            else:
                return found

    def _merge(self, refused: int) -> None:
        """Make one unit of the least that is refused of a refused set, and of what it needs."""
        core = self._shrunk(refused, 0, lambda joined: not self._is_fit(joined))
        whole = self._shrunk(self.everything, core, self._is_fit)
        together = [n for n in range(len(self.units)) if whole >> n & 1]
        apart = tuple(self._edits(self.units[n]) for n in together)
        errors = [d for d in self.difference(core).diagnostics if d.is_error]
        self.merged.append(Merged(edits=apart, found=errors[0]))
        joined = tuple(sorted(e for n in together for e in self.units[n]))
        rest = [unit for n, unit in enumerate(self.units) if n not in together]
        self.units = sorted([*rest, joined])

    def _shrunk(self, joined: int, kept: int, holds: Callable[[int], bool]) -> int:
        """The set without every unit, from the last on, that is not needed for it to hold."""
        for n in reversed(range(len(self.units))):
            less_one = joined & ~(1 << n)
            if less_one != joined and not kept >> n & 1 and holds(less_one):
                joined = less_one
        return joined

    def _is_fit(self, joined: int) -> bool:
        return self.difference(joined).value is not None

    def _edits(self, unit: Sequence[int]) -> tuple[Edit, ...]:
        return tuple(self.edits[n] for n in unit)

    def _pay(self, taken: frozenset[int]) -> Outcome[Amounts]:
        self.show("hybrid")
        bound = self._bind(taken)
        if bound.value is None:
            return Outcome(None, bound.diagnostics)
        looks_as_new = any(self.edits[n].path == ("policy",) for n in taken)
        amounts = _amounts(bound.value, self._stored(looks_as_new=looks_as_new), quiet, REPLAYED)
        if any(d.check is REPLAY_DIFFERS for d in amounts.diagnostics):
            # no clause is to blame: merging would hide that one of the evaluators is wrong
            raise EngineError(*amounts.diagnostics)
        return amounts.then(lambda paid: Outcome(less(paid, self.sides[0].amounts)))

    def _bind(self, taken: frozenset[int]) -> Outcome[BoundPolicy]:
        chosen = frozenset(self.edits[n].path for n in taken)
        old, new = (side.document for side in self.sides)
        root = in_between(old.root, new.root, lambda edit: edit.path in chosen)
        # a name that no path of a policy contradicts; every node keeps its own place
        whole = Document(file="", root=root, bytes_digest="", lines=())
        tables = dict(pair for side in self.sides for pair in _tables(side.file))
        return (
            shape(whole, schema("policy"))
            .then(lambda document: build(document, tables))
            .then(lambda policy: bind(policy, catalog()))
            .closed()
        )

    def _stored(self, *, looks_as_new: bool) -> Iterator[tuple[Month, StoredMonth]]:
        """Where both sides are one policy, whichever looks back has read its earlier payslips."""
        for one in self.months:
            first, second = (one.new, one.old) if looks_as_new else (one.old, one.new)
            is_same = self.sides[0].bound.policy.name == self.sides[1].bound.policy.name
            yield one.month, second if is_same and not first.history else first


def _tables(file: PolicyFile) -> Iterator[tuple[str, bytes]]:
    """CSV tables by the file that names them: both sides may have one of the same name."""
    for one in (file, *file.bases):
        yield from ((f"{one.name}:{name}", content) for name, content in one.companions.items())


def quiet(step: str) -> None:
    """The steps of a hybrid are not shown one by one."""


def paid_side(
    file: PolicyFile, document: Document, bound: BoundPolicy,
    stored: Iterable[tuple[Month, StoredMonth]], show: Show,
) -> Outcome[Side]:  # fmt: skip
    """A version over its months, agreed on by both evaluators."""
    return _amounts(bound, stored, show).then(
        lambda amounts: Outcome(Side(file=file, document=document, bound=bound, amounts=amounts))
    )


def _amounts(
    bound: BoundPolicy, stored: Iterable[tuple[Month, StoredMonth]], show: Show,
    most: int = REPLAY_ALL_UP_TO,
) -> Outcome[Amounts]:  # fmt: skip
    found: dict[Key, Decimal] = {}
    for month, figures in stored:
        paid = pay(bound, figures, month, show, most=most)
        if paid.value is None:
            return Outcome(None, paid.diagnostics)
        for agent, lines in amounts_of(paid.value).items():
            for line, amount in lines.items():
                if line != TOTAL:
                    found[Key(month=month, agent=agent, line=line)] = amount
    return Outcome(found)


def less(after: Amounts, before: Amounts) -> Amounts:
    """What differs; a line that a side does not pay is 0 there."""
    nothing = Decimal(0)
    keys = dict.fromkeys((*after, *before))
    moved = ((key, after.get(key, nothing) - before.get(key, nothing)) for key in keys)
    return {key: amount for key, amount in moved if amount}
