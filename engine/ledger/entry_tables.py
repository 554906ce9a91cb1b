"""The entries as flat tables, for spreadsheets and other programs; all that they say is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from engine.core.number import scale_of
from engine.ledger.contents import Adjustment, Content, Correction, MonthComputed, Payout, Posting
from engine.ledger.entries import Entry
from engine.ledger.parquet import AMOUNT, PLACES, FlatTable, Row

_DIGITS = 26
_TYPES = {
    "entry": "INTEGER", "version": "INTEGER", "position": "INTEGER", "releases": "INTEGER",
    "paid_entry": "INTEGER", "amount": AMOUNT, "total": AMOUNT, "before": AMOUNT, "after": AMOUNT,
    "number": AMOUNT,
}  # fmt: skip
_HEAD = "entry entry_kind shop policy month"


def _table(name: str, columns: str) -> FlatTable:
    return FlatTable(
        path=f"tables/{name}.parquet",
        columns=tuple((c, _TYPES.get(c, "VARCHAR")) for c in f"{_HEAD} {columns}".split()),
    )


PAYOUTS = _table("payouts", "version agent name role total")
LINES = _table("lines", "agent position line amount")
VALUES = _table("values", "agent item kind text number")
PAID_BESIDE = _table("paid_beside", "paid_entry agent name kind line concerns amount")
ADJUSTMENTS = _table(
    "adjustments", "agent name kind amount line concerns releases evidence by posted_at note"
)
DIFFERENCES = _table("differences", "pays_in agent name role line before after amount")

Said = Iterable[tuple[Entry, Content]]


def rows_of(table: FlatTable, said: Said) -> Iterator[Row]:
    """The table's rows, entry by entry."""
    read = _ROWS[table.name]
    for entry, content in said:
        head = (entry.number, entry.kind, entry.shop, entry.policy, entry.month)
        for row in read(content):
            yield (*head, *row)


def computed_in(content: Content) -> MonthComputed | None:
    match content:
        case Posting(computed=computed) | Correction(computed=computed):
            return computed
        case _:
            return None


def _payouts(content: Content) -> Iterator[Row]:
    computed = computed_in(content)
    for one in computed.payouts if computed else ():
        yield (computed.version if computed else 0, one.agent, one.name, one.role, one.total)


def _lines(content: Content) -> Iterator[Row]:
    computed = computed_in(content)
    for one in computed.payouts if computed else ():
        for position, (line, amount) in enumerate(one.lines, start=1):
            yield (one.agent, position, line, amount)


def _values(content: Content) -> Iterator[Row]:
    computed = computed_in(content)
    for one in computed.payouts if computed else ():
        yield from _values_of(one, computed.items if computed else {})


def _values_of(payout: Payout, kinds: Mapping[str, str]) -> Iterator[Row]:
    """`text` is exact; `number` is empty where the column could not hold it exactly."""
    for item, text in payout.texts.items():
        kind = kinds.get(item, "text")
        yield (payout.agent, item, kind, text, _number(text) if kind == "number" else None)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    fits = number.is_finite() and scale_of(number) <= PLACES and number.adjusted() < _DIGITS
    return number if fits else None


def _paid_beside(content: Content) -> Iterator[Row]:
    for one in content.taken if isinstance(content, Posting) else ():
        yield (one.entry, one.agent, one.name, one.kind, one.line, one.concerns, one.amount)


def _adjustments(content: Content) -> Iterator[Row]:
    if isinstance(content, Adjustment):
        yield (
            content.agent, content.name, content.kind, content.amount, content.line,
            str(content.concerns or ""), content.releases, content.evidence, content.signed.by,
            content.signed.at, content.signed.note,
        )  # fmt: skip


def _differences(content: Content) -> Iterator[Row]:
    if isinstance(content, Correction):
        for one in content.differences:
            yield (
                str(content.pays_in), one.agent, one.name, one.role, one.line, one.before,
                one.after, one.amount,
            )  # fmt: skip


_ROWS: Mapping[str, Callable[[Content], Iterator[Row]]] = {
    "payouts": _payouts,
    "lines": _lines,
    "values": _values,
    "paid_beside": _paid_beside,
    "adjustments": _adjustments,
    "differences": _differences,
}
ENTRY_TABLES: tuple[FlatTable, ...] = (
    PAYOUTS, LINES, VALUES, PAID_BESIDE, ADJUSTMENTS, DIFFERENCES,
)  # fmt: skip
