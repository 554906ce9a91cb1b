"""What an order has against what it should have, and who answers for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from decimal import Decimal
from typing import Literal

from engine.bind.flag_model import HANDLER, BoundFlagRule, BoundFlags
from engine.core.number import plain
from engine.core.record import record
from engine.flags.reading import MemoReading, Vocabulary, first_person, read_memo, vocabulary_of
from engine.policy.flag_rules import MemoTemplate

Kind = Literal[
    "missing_flag", "wrong_colour", "missing_memo", "unreadable_memo", "unknown_name",
    "wrong_agent", "late",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "missing_flag", "wrong_colour", "missing_memo", "unreadable_memo", "unknown_name",
    "wrong_agent", "late",
)  # fmt: skip
# what a tool gives to an order that nobody has flagged
UNSET = "grey"


@record(kw_only=True)
class FlagEvent:
    moment: dt.datetime
    code: str
    author: str | None


@record(kw_only=True)
class FlaggedOrder:
    """An order as the data have it. `events` in the order of their moments."""

    id: str
    created: dt.datetime
    moments: Mapping[str, dt.datetime | None]
    flag: str | None
    memo: str
    texts: Mapping[str, str]
    price_changed: str
    events: tuple[FlagEvent, ...] = ()
    credited: str | None = None


@record(kw_only=True)
class Problem:
    kind: Kind
    expected: str = ""
    found: str = ""
    at: int | None = None


@record(kw_only=True)
class Verdict:
    """`rule` None: no rule fits, or `lacking` says what must be known first.

    `is_due`: its time has come, so that what is missing counts. `colour` is the one that it should
    have, `set_colour` the one that it has, None if its code is not known.
    """

    order: FlaggedOrder
    rule: BoundFlagRule | None
    lacking: tuple[str, ...]
    agent: str | None
    responsible: str
    colour: str | None
    set_colour: str | None
    reading: MemoReading | None
    deadline: dt.datetime | None
    is_due: bool
    problems: tuple[Problem, ...]
    signatures: Mapping[str, str] = field(default_factory=dict, repr=False)

    def signature(self, agent: str | None) -> str:
        """How an agent signs: by the name on the roster."""
        return self.signatures.get(agent or "", agent or "")

    @property
    def is_asked(self) -> bool:
        """Whether the policy says anything of this order."""
        return self.colour is not None and not self.lacking


@record(kw_only=True)
class Judging:
    """What judging needs besides the order. `as_of`: the last moment of the data."""

    flags: BoundFlags
    vocabulary: Vocabulary
    as_of: dt.datetime
    signatures: Mapping[str, str] = field(default_factory=dict)


def judging(
    flags: BoundFlags, agents: Mapping[str, tuple[str, ...]], as_of: dt.datetime
) -> Judging:
    """`agents`: whoever has an account or is on the roster, with the names that they sign with."""
    names = {agent: _written(agent, others) for agent, others in sorted(agents.items())}
    for one, aliases in flags.names.items():
        owner = next((a for a, forms in names.items() if one in (a, *forms)), one)
        names[owner] = (*names.get(owner, (owner,)), one, *aliases)
    words = {fact.key: fact.searched for fact in flags.searched}
    return Judging(
        flags=flags,
        vocabulary=vocabulary_of(names, words),
        as_of=as_of,
        signatures={agent: forms[0] for agent, forms in names.items() if forms},
    )


def _written(agent: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """Accounts are the shop's name, a colon and a person's name."""
    last = agent.replace("：", ":").rpartition(":")[2].strip()
    return tuple(dict.fromkeys(name for name in (*others, last) if name))


def handler_of(order: FlaggedOrder, judge: Judging) -> str | None:
    """Who handled the order: the first place of the policy that says it."""
    for place in judge.flags.handled_by:
        found = _handler_by(place, order, judge)
        if found:
            return found
    return None


def _handler_by(place: str, order: FlaggedOrder, judge: Judging) -> str | None:
    if place == "credit":
        return order.credited
    if place == "memo":
        return first_person(order.memo, judge.vocabulary)
    author = next((event.author for event in order.events if event.author), None)
    return judge.vocabulary.person(author) if author else None


def judge_order(
    order: FlaggedOrder, rule: int | None, lacking: tuple[str, ...], judge: Judging
) -> Verdict:
    """`rule`: the number of the rule that fits; `lacking`: what must be known to be sure of it."""
    flags = judge.flags
    fitting = flags.rules[rule] if rule is not None and not lacking else None
    agent = handler_of(order, judge)
    colour = fitting.colour if fitting else (None if lacking else flags.otherwise)
    deadline = _deadline(order, fitting)
    reading = _reading(order, fitting, judge)
    verdict = Verdict(
        order=order, rule=fitting, lacking=lacking, agent=agent,
        responsible=_responsible(fitting, agent), colour=colour,
        set_colour=_set_colour(order, flags), reading=reading, deadline=deadline,
        is_due=_is_due(fitting, deadline, judge.as_of), problems=(), signatures=judge.signatures,
    )  # fmt: skip
    return _with_problems(verdict, judge)


def _is_due(rule: BoundFlagRule | None, deadline: dt.datetime | None, as_of: dt.datetime) -> bool:
    """What has no deadline is due at once; what has one, when it has passed."""
    if rule is None or rule.deadline is None:
        return True
    return deadline is not None and deadline <= as_of


def _with_problems(verdict: Verdict, judge: Judging) -> Verdict:
    if not verdict.is_asked:
        return verdict
    found = tuple(_problems(verdict, judge.flags))
    return replace(verdict, problems=found, is_due=verdict.is_due or not found)


def _responsible(rule: BoundFlagRule | None, agent: str | None) -> str:
    if rule is not None and rule.responsible != HANDLER:
        return rule.responsible
    return agent or ""


def _set_colour(order: FlaggedOrder, flags: BoundFlags) -> str | None:
    if order.flag is None:
        return UNSET
    return flags.colour_of.get(order.flag)


def _deadline(order: FlaggedOrder, rule: BoundFlagRule | None) -> dt.datetime | None:
    if rule is None or rule.deadline is None:
        return None
    start = order.moments.get(rule.deadline.after)
    return None if start is None else start + dt.timedelta(hours=rule.deadline.hours)


def _reading(order: FlaggedOrder, rule: BoundFlagRule | None, judge: Judging) -> MemoReading | None:
    template = template_of(rule)
    if template is None or not order.memo.strip():
        return None
    return read_memo(template, order.memo, order.created.date(), judge.vocabulary)


def template_of(rule: BoundFlagRule | None) -> MemoTemplate | None:
    return rule.memo if rule else None


def _problems(verdict: Verdict, flags: BoundFlags) -> Iterable[Problem]:
    yield from _colour_problems(verdict, flags)
    if template_of(verdict.rule) is not None:
        yield from _memo_problems(verdict)
    late = _late(verdict, flags)
    if late is not None and verdict.deadline is not None:
        yield Problem(kind="late", expected=_minute(verdict.deadline), found=late)


def _colour_problems(verdict: Verdict, flags: BoundFlags) -> Iterable[Problem]:
    wanted, found = verdict.colour or "", verdict.set_colour
    if found == wanted:
        return
    name = flags.colour_name(wanted)
    if found == UNSET:
        yield Problem(kind="missing_flag", expected=name)
    else:
        shown = verdict.order.flag or "" if found is None else flags.colour_name(found)
        yield Problem(kind="wrong_colour", expected=name, found=shown)


def _memo_problems(verdict: Verdict) -> Iterable[Problem]:
    template, reading = template_of(verdict.rule), verdict.reading
    wanted = template.text if template else ""
    if reading is None:
        yield Problem(kind="missing_memo", expected=wanted)
        return
    if reading.failed_at is not None:
        yield Problem(
            kind="unreadable_memo", expected=reading.expected, found=verdict.order.memo,
            at=reading.failed_at,
        )  # fmt: skip
        return
    for name in reading.unknown:
        yield Problem(kind="unknown_name", expected=name, found=reading.fields[name])
    signed = reading.fields.get("agent")
    if signed and "agent" not in reading.unknown and verdict.agent not in (None, signed):
        yield Problem(kind="wrong_agent", expected=verdict.agent or "", found=signed)


def _late(verdict: Verdict, flags: BoundFlags) -> str | None:
    """When flag or memo came, if that was after the deadline; None if in time or not known.

    The flag's own event tells it to the second, else the day in the memo to the day.
    """
    deadline = verdict.deadline
    if deadline is None:
        return None
    moment = flagged_at(verdict, flags)
    if moment is not None:
        return _minute(moment) if moment > deadline else None
    day = verdict.reading.day if verdict.reading else None
    return day.isoformat() if day is not None and day > deadline.date() else None


def flagged_at(verdict: Verdict, flags: BoundFlags) -> dt.datetime | None:
    """When the right colour was first set."""
    moments = (
        event.moment
        for event in verdict.order.events
        if flags.colour_of.get(event.code) == verdict.colour
    )
    return next(moments, None)


def _minute(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def values_of(verdict: Verdict, flags: BoundFlags) -> Mapping[str, str]:
    """What is known for the fields of a memo: first from the memo that is there."""
    said = verdict.reading.fields if verdict.reading and verdict.reading.is_read else {}
    known = {
        "reason": verdict.rule.reason if verdict.rule else "",
        "agent": verdict.signature(verdict.agent),
        "amount": verdict.order.price_changed,
        **{fact.key: _first_word(fact.searched, fact.columns, verdict) for fact in flags.searched},
    }
    kept = {k: v for k, v in said.items() if k not in ("agent", "date")}
    if "approver" in kept:
        kept["approver"] = verdict.signature(kept["approver"])
    return {**known, **kept}


def _first_word(words: tuple[str, ...], columns: tuple[str, ...], verdict: Verdict) -> str:
    texts = [verdict.order.texts.get(column, "") for column in columns]
    return next((word for word in words if any(word in text for text in texts)), "")


def day_of(verdict: Verdict, flags: BoundFlags) -> tuple[dt.date, str]:
    """The day for a memo, and where it is from: the memo, the flag's event, or the order."""
    if verdict.reading and verdict.reading.day:
        return verdict.reading.day, "memo"
    moment = flagged_at(verdict, flags)
    if moment is not None:
        return moment.date(), "event"
    known = [m for m in verdict.order.moments.values() if m is not None]
    return max(known, default=verdict.order.created).date(), "order"


def price_text(amount: object) -> str:
    """A changed price without its sign."""
    return plain(abs(amount)) if isinstance(amount, Decimal) and amount else ""
