"""`rows:` of a measure → `RowMeasure`; whether the facts have such columns is left to bind."""

from __future__ import annotations

from decimal import Decimal

from engine.policy.checks.p272_one_aggregate import ONE_AGGREGATE
from engine.policy.reading import Reading, entries, pairs, text_of
from engine.policy.row_measures import HOWS, Aggregate, Condition, Quotient, RowMeasure
from engine.source.document import Mapping, Node, Sequence


def read_rows(node: Node | None, reading: Reading) -> RowMeasure | None:
    if not isinstance(node, Mapping):
        return None
    less, per = node.get("less"), node.get("per")
    of = _aggregate(node, reading)
    if of is None:
        return None
    return RowMeasure(
        of=of,
        less=_aggregate(less, reading) if isinstance(less, Mapping) else None,
        per=_aggregate(per, reading) if isinstance(per, Mapping) else None,
        relative_to=_quotient(node.get("relative_to"), reading),
        settles_days=int(text_of(node.get("settles_days")) or 0),
    )


def _quotient(node: Node | None, reading: Reading) -> Quotient | None:
    if not isinstance(node, Mapping):
        return None
    of, per = _aggregate(node, reading), node.get("per")
    divisor = _aggregate(per, reading) if isinstance(per, Mapping) else None
    return Quotient(of, divisor) if of is not None else None


def _aggregate(node: Mapping, reading: Reading) -> Aggregate | None:
    said = [how for how in HOWS if node.get(how) is not None]
    if len(said) != 1:
        reading.found.append(ONE_AGGREGATE.at(node.span, written=", ".join(said)))
        return None
    (how,) = said
    of = node.get(how)
    fact, _, column = text_of(of).partition(".")
    return Aggregate(
        how=how,
        fact=fact.strip(),
        column=column.strip(),
        where=tuple(_condition(key.text, body, reading) for key, body in pairs(node.get("where"))),
        is_whole=text_of(node.get("over")) == "shop",
        span=of.span if of else node.span,
    )


def _condition(column: str, node: Node, reading: Reading) -> Condition:
    if isinstance(node, Sequence):
        words = tuple(text_of(item) for item in entries(node))
        return Condition(column=column, words=words, span=node.span)
    if not isinstance(node, Mapping):
        return Condition(column=column, words=(text_of(node),), span=node.span)

    def bound(name: str) -> Decimal | None:
        quantity = reading.optional_quantity(node, name)
        return quantity.amount if quantity else None

    return Condition(
        column=column,
        least=bound("least"),
        above=bound("above"),
        greatest=bound("greatest"),
        below=bound("below"),
        span=node.span,
    )
