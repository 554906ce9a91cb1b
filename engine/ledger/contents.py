"""What the bodies of entries say, as typed values; a body that says something else is broken."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Literal

from engine.bind.names import TOTAL
from engine.bind.versions import versions_label
from engine.core.errors import EngineError
from engine.core.period import Month, parse_month
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.entries import Entry
from engine.ledger.store import FILE

# {link: kinds-of-adjustment}
AdjustmentKind = Literal["hold", "release", "dispute", "other"]
ADJUSTMENT_KINDS: tuple[AdjustmentKind, ...] = ("hold", "release", "dispute", "other")
Body = Mapping[str, object]


@record(kw_only=True)
class Payout:
    """What one agent was paid. `lines`: in the order of the payslip, the total apart.

    `texts`: every value that later months may look back to, as written.
    """

    agent: str
    name: str
    role: str
    lines: tuple[tuple[str, Decimal], ...]
    total: Decimal
    texts: Mapping[str, str]


@record(kw_only=True)
class Taken:
    """What a posted month pays besides its own lines: one amount of a correction or adjustment.

    `kind`: correct, or what an adjustment is. `concerns`: a month, or nothing.
    """

    entry: int
    entry_digest: str
    agent: str
    name: str
    kind: str
    line: str
    concerns: str
    amount: Decimal


@record(kw_only=True)
class Difference:
    """One line of one agent of a corrected month: what was paid so far, and what should be."""

    agent: str
    name: str
    role: str
    line: str
    before: Decimal
    after: Decimal

    @property
    def amount(self) -> Decimal:
        return self.after - self.before


@record(kw_only=True)
class Signed:
    """Who made an entry, when and why. `approvals`: how many names it needs in all."""

    by: str
    at: str
    note: str
    approvals: int = 1


@record(kw_only=True)
class MonthComputed:
    """A month as it was worked out: by which policy, from which data, and what came out.

    `version`: the last where several share the month; `earlier`: those before it.
    """

    version: int
    earlier: tuple[int, ...] = ()
    items: Mapping[str, str]
    payouts: tuple[Payout, ...]
    batches: tuple[str, ...]
    total: Decimal
    body: Body

    @property
    def versions(self) -> str:
        return versions_label((*self.earlier, self.version))


@record(kw_only=True)
class Posting:
    """`post`: a month's pay, with the adjustments that are paid with it."""

    signed: Signed
    computed: MonthComputed
    taken: tuple[Taken, ...]

    @property
    def payable(self) -> Decimal:
        return self.computed.total + sum((one.amount for one in self.taken), Decimal(0))


@record(kw_only=True)
class Correction:
    """`correct`: a month worked out anew; the differences are paid with the month `pays_in`."""

    signed: Signed
    computed: MonthComputed
    pays_in: Month
    corrects: tuple[int, ...]
    differences: tuple[Difference, ...]


@record(kw_only=True)
class Adjustment:
    """`adjust`: an amount that a person decided on. `concerns` and `line`: what it is about."""

    signed: Signed
    agent: str
    name: str
    kind: AdjustmentKind
    amount: Decimal
    evidence: str
    concerns: Month | None
    line: str
    releases: int | None

    @property
    def settles(self) -> bool:
        """Whether a line was put right by it; money held back stays owed."""
        return self.kind in ("dispute", "other") and bool(self.line and self.concerns)


@record(kw_only=True)
class Verdict:
    """`approve` and `withdraw`: what a person said of an earlier entry."""

    signed: Signed
    entry: int
    entry_digest: str


@record(kw_only=True)
class Closing:
    """`close`: the month takes nothing any more."""

    signed: Signed


Content = Posting | Correction | Adjustment | Verdict | Closing


def content_of(entry: Entry) -> Content | None:
    """None: the body is not what an entry of this kind says."""
    reader = _READERS.get(entry.kind)
    if reader is None:
        return None
    try:
        body = json.loads(entry.body, parse_float=Decimal)
        if "\\ud" in entry.body.lower():
            # an escaped half of a character is JSON, but no text that can be stored or shown
            json.dumps(body, ensure_ascii=False, default=str).encode()
        return reader(body) if isinstance(body, dict) else None
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation, RecursionError):
        return None


def sure_content(entry: Entry) -> Content:
    """The same where a broken entry stops the work."""
    content = content_of(entry)
    if content is None or parse_month(entry.month) is None:
        where, number = whole_file(FILE), str(entry.number)
        raise EngineError(CHAIN_BROKEN.at(where, entry=number, what="body"))
    return content


def _signed(body: Body) -> Signed:
    approvals = body.get("approvals", 1)
    return Signed(
        by=_text(body["by"]),
        at=_text(body["posted_at"]),
        note=_text(body["note"]),
        approvals=_whole(approvals),
    )


def _computed(body: Body) -> MonthComputed:
    _text(body["data_digest"])
    earlier = [_mapping(one) for one in _list(body.get("earlier_versions", []))]
    for version in (*earlier, body):
        _version(version)
    if earlier:
        _days([one["days"] for one in (*earlier, body)])
    items = {_text(k): _kind_of_item(v) for k, v in _mapping(body.get("items", {})).items()}
    return MonthComputed(
        version=_whole(body["version"]),
        earlier=tuple(_whole(one["version"]) for one in earlier),
        items=items,
        payouts=tuple(_payout(_mapping(one), items) for one in _list(body["payouts"])),
        batches=tuple(_text(one) for one in _list(body["batches"])),
        total=_amount(body["total"]),
        body=body,
    )


def _version(body: Body) -> None:
    for key in ("policy_file", "policy_text", "policy_digest", "paying_digest"):
        _text(body[key])
    # entries of before these keys were kept have none
    for base in _list(body.get("policy_bases", [])):
        _file(_mapping(base))
    _file({"file": "", "text": "", "tables": body["policy_tables"]})


def _days(kept: Iterable[object]) -> None:
    before: dt.date | None = None
    for one in kept:
        body = _mapping(one)
        first, last = (dt.date.fromisoformat(_text(body[key])) for key in ("first", "last"))
        if last < first or (before is not None and first != before + dt.timedelta(days=1)):
            raise ValueError("not the days of a version")
        before = last


def _file(body: Body) -> None:
    """A policy file as it is kept: name, text, and the texts of its tables."""
    for text in (body["file"], body["text"], *_mapping(body["tables"]).values()):
        _text(text)


def _kind_of_item(value: object) -> str:
    if value in ("number", "truth", "text"):
        return str(value)
    raise ValueError("not a kind of item")


def _value(kind: str, value: object) -> str:
    if kind == "number":
        _amount(value)
    elif kind == "truth" and value not in ("true", "false"):
        raise ValueError("not a truth")
    return _text(value)


def _payout(body: Body, items: Mapping[str, str]) -> Payout:
    pairs = [(_text(line), _amount(amount)) for line, amount in map(_list, _list(body["lines"]))]
    totals = [amount for line, amount in pairs if line == TOTAL]
    values = _mapping(body.get("values", {}))
    return Payout(
        agent=_text(body["agent"]),
        name=_text(body["name"]),
        role=_text(body["role"]),
        lines=tuple((line, amount) for line, amount in pairs if line != TOTAL),
        total=totals[0] if totals else sum((amount for _, amount in pairs), Decimal(0)),
        texts={_text(k): _value(items[k], v) for k, v in values.items()},
    )


def _posting(body: Body) -> Posting:
    taken = tuple(_taken(_mapping(one)) for one in _list(body.get("adjustments", [])))
    return Posting(signed=_signed(body), computed=_computed(body), taken=taken)


def _taken(body: Body) -> Taken:
    return Taken(
        entry=_whole(body["entry"]),
        entry_digest=_text(body["entry_digest"]),
        agent=_text(body["agent"]),
        name=_text(body["name"]),
        kind=_text(body["kind"]),
        line=_text(body["line"]),
        concerns=_text(body["concerns"]),
        amount=_amount(body["amount"]),
    )


def _correction(body: Body) -> Correction:
    return Correction(
        signed=_signed(body),
        computed=_computed(body),
        pays_in=_month(body["pays_in"]),
        corrects=tuple(_whole(one) for one in _list(body["corrects"])),
        differences=tuple(_difference(_mapping(one)) for one in _list(body["differences"])),
    )


def _difference(body: Body) -> Difference:
    return Difference(
        agent=_text(body["agent"]),
        name=_text(body["name"]),
        role=_text(body["role"]),
        line=_text(body["line"]),
        before=_amount(body["before"]),
        after=_amount(body["after"]),
    )


def _adjustment(body: Body) -> Adjustment:
    concerns = _text(body["concerns"])
    releases = body["releases"]
    return Adjustment(
        signed=_signed(body),
        agent=_text(body["agent"]),
        name=_text(body["name"]),
        kind=_kind(body["kind"]),
        amount=_amount(body["amount"]),
        evidence=_text(body["evidence"]),
        concerns=_month(concerns) if concerns else None,
        line=_text(body["line"]),
        releases=None if releases is None else _whole(releases),
    )


def _verdict(body: Body) -> Verdict:
    return Verdict(
        signed=_signed(body),
        entry=_whole(body["entry"]),
        entry_digest=_text(body["entry_digest"]),
    )


def _closing(body: Body) -> Closing:
    return Closing(signed=_signed(body))


_READERS: Mapping[str, Callable[[Body], Content]] = {
    "post": _posting,
    "correct": _correction,
    "adjust": _adjustment,
    "approve": _verdict,
    "withdraw": _verdict,
    "close": _closing,
}


# The kinds of entries.
KINDS = frozenset(_READERS)


# -- pieces of JSON ----------------------------------------------------------------------------


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("not a text")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError("not a whole number")


def _amount(value: object) -> Decimal:
    amount = Decimal(_text(value))
    if amount.is_finite():
        return amount
    raise ValueError("not an amount")


def _month(value: object) -> Month:
    month = parse_month(_text(value))
    if month is None:
        raise ValueError("not a month")
    return month


def _kind(value: object) -> AdjustmentKind:
    for kind in ADJUSTMENT_KINDS:
        if kind == value:
            return kind
    raise ValueError("not a kind of adjustment")


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise TypeError("not a list")


def _mapping(value: object) -> Body:
    if isinstance(value, dict):
        return value
    raise TypeError("not a mapping")
