"""Rules about order flags with every name looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from engine.catalog.flags import FactKind
from engine.core.record import record
from engine.policy.flag_rules import Deadline, FlagCase, MemoTemplate, Place, Upload
from engine.policy.model import Cite, Heading

UNKNOWN = "unknown"
NOBODY = "nobody"
ANY = "-"
HANDLER = "handler"
# fields of a template that every policy has; the names of searched words come beside them
FIELDS: Mapping[str, tuple[str, ...]] = {
    "reason": ("reason", "原因"),
    "agent": ("agent", "客服"),
    "date": ("date", "日期"),
    "approver": ("approver", "批准人"),
    "amount": ("amount", "金额"),
}


@record(kw_only=True)
class FlagFact:
    """One fact that rules test. `words`: the ids that it can be, None for any words.

    `key` is an id of the catalogue, or of searched words their own name with `searched`.
    `said`: id → how the author's language says it.
    """

    key: str
    shown: str
    kind: FactKind
    words: tuple[str, ...] | None
    said: Mapping[str, str] = field(default_factory=dict)
    searched: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@record(kw_only=True)
class BoundFlagRule:
    """`tests`: one cell for each fact of the policy, `-` where the rule does not ask."""

    heading: Heading
    tests: tuple[str, ...]
    colour: str
    memo: MemoTemplate | None
    reason: str
    responsible: str
    deadline: Deadline | None
    severity: Literal["minor", "normal", "serious"]
    cite: Cite | None

    @property
    def name(self) -> str:
        return self.heading.name

    @property
    def asks(self) -> tuple[object, ...]:
        """What an order under this rule should have: equal for rules that may both fit."""
        memo = self.memo.parts if self.memo else None
        return (self.colour, memo, self.reason, self.responsible, self.deadline)


@record(kw_only=True)
class BoundFlags:
    """Colours, columns and words are ids. `otherwise` None: other orders are not looked at."""

    heading: Heading
    source: str
    colour_of: Mapping[str, str]
    code_of: Mapping[str, str]
    colour_words: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, str]
    statuses: Mapping[str, str]
    blank: tuple[str, ...]
    facts: tuple[FlagFact, ...]
    searched: tuple[FlagFact, ...]
    handled_by: tuple[Place, ...]
    names: Mapping[str, tuple[str, ...]]
    date: str
    keeps_memo: bool
    upload: Upload
    hit: Literal["unique", "first"]
    rules: tuple[BoundFlagRule, ...]
    otherwise: str | None
    voids: tuple[str, ...]
    cases: tuple[FlagCase, ...]
    case_orders: tuple[Mapping[str, str], ...]
    is_chinese: bool

    def colour_name(self, colour: str) -> str:
        """As the policy's language calls it."""
        names = self.colour_words.get(colour, (colour, colour))
        return names[1] if self.is_chinese else names[2]
