"""Which rule about flags fits each order, worked out over relations that are there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlglot import exp

from engine.core.record import record
from engine.plan.flags import FlagPlan
from engine.sql.flag_facts import AS_OF, DIALECT, HANDLERS, ORDERS, of_month
from engine.sql.flag_voids import FLAG_EVENTS
from engine.sql.flags import CHOICE, FACTS, emit_flags

ACCOUNTS = "accounts"

# the moments and texts of an order that flags and memos are held against
COLUMNS = (
    "id", "created", "paid", "shipped", "received", "status", "amount", "price_changed", "refunded",
    "address_changed", "buyer_words", "memo", "close_reason", "flag",
)  # fmt: skip
_MOMENTS = ("created", "paid", "shipped", "received")
_AT_ONCE = 10_000
_KINDS = {"words": "VARCHAR", "yes_no": "VARCHAR", "number": "DECIMAL(38, 10)"}


@record
class Chosen:
    """An order's columns, and the number of the rule that fits; None where nothing does."""

    order: Mapping[str, Any]
    rule: int | None
    is_certain: bool


def choose_rules(connection: Any, plan: FlagPlan, handlers: Mapping[str, str]) -> Iterator[Chosen]:
    """Orders in the order of their moments and numbers. `connection` is duckdb's, without types.

    It must have the relations `orders` and `refunds`.
    """
    script = emit_flags(plan)
    _load_handlers(connection, handlers)
    connection.execute(_as_of().sql(dialect=DIALECT))
    connection.execute(script.facts.sql)
    connection.execute(script.choice.sql)
    cursor = connection.cursor().execute(_orders().sql(dialect=DIALECT))
    while rows := cursor.fetchmany(_AT_ONCE):
        for *cells, rule, is_certain in rows:
            order = dict(zip(COLUMNS, cells, strict=True))
            yield Chosen(order, int(rule) - 1 if rule else None, bool(is_certain))


def choose_for_facts(
    connection: Any, plan: FlagPlan, facts: Sequence[Mapping[str, str | None]]
) -> list[tuple[int | None, bool]]:
    """The same for facts that are stated instead of worked out; numbers are exact texts."""
    columns = [("id", "BIGINT"), *((c.fact.key, _KINDS[c.fact.kind]) for c in plan.cut)]
    _make_table(connection, FACTS, columns)
    for number, row in enumerate(facts):
        cells = [exp.cast(exp.Placeholder(), kind) for _, kind in columns]
        insert = exp.insert(exp.select(*cells), exp.to_table(FACTS))
        texts = [str(number), *(row[c.fact.key] for c in plan.cut)]
        connection.execute(insert.sql(dialect=DIALECT), texts)
    connection.execute(emit_flags(plan).choice.sql)
    query = exp.select("rule", "certain").from_(CHOICE).order_by("id")
    rows = connection.execute(query.sql(dialect=DIALECT)).fetchall()
    return [(int(rule) - 1 if rule else None, bool(certain)) for rule, certain in rows]


def read_orders(connection: Any, plan: FlagPlan) -> Iterator[Mapping[str, Any]]:
    """The orders of the month by themselves, for what must be known before rules are tested."""
    query = exp.select(*(exp.column(c, table="o") for c in COLUMNS))
    query = query.from_(exp.to_table(ORDERS).as_("o")).where(*of_month(plan))
    cursor = connection.cursor().execute(query.sql(dialect=DIALECT))
    while rows := cursor.fetchmany(_AT_ONCE):
        for row in rows:
            yield dict(zip(COLUMNS, row, strict=True))


def refund_statuses(connection: Any) -> Mapping[str, tuple[str, ...]]:
    """The status of each refund, by order."""
    found: dict[str, list[str]] = {}
    query = exp.select("order_id", "status").from_("refunds").order_by("order_id", "id")
    for order, status in connection.cursor().execute(query.sql(dialect=DIALECT)).fetchall():
        found.setdefault(order, []).append(status)
    return {order: tuple(statuses) for order, statuses in found.items()}


def last_moment(connection: Any) -> dt.datetime:
    """The latest moment that any order tells of."""
    (found,) = connection.cursor().execute(_last().sql(dialect=DIALECT)).fetchone()
    return found or dt.datetime(1, 1, 1)


def _last() -> exp.Select:
    """NULL is no moment: MAX looks at none of them."""
    moments = [exp.select(exp.alias_(exp.column(m), "moment")).from_(ORDERS) for m in _MOMENTS]
    together = exp.union(*moments, distinct=False).subquery("moments")
    return exp.select(exp.func("MAX", exp.column("moment"))).from_(together)


def _as_of() -> exp.Create:
    """The last moment of the data, under a name."""
    name = exp.UserDefinedFunction(this=exp.to_identifier(AS_OF), wrapped=True)
    return exp.Create(this=name, kind="FUNCTION", expression=_last().subquery(), replace=True)


def _load_handlers(connection: Any, handlers: Mapping[str, str]) -> None:
    columns = [("order_id", "VARCHAR"), ("handler", "VARCHAR")]
    _make_table(connection, HANDLERS, columns)
    if handlers:
        texts = exp.cast(exp.Placeholder(), "VARCHAR[]")
        taken = [exp.func("UNNEST", texts.copy()) for _ in columns]
        insert = exp.insert(exp.select(*taken), exp.to_table(HANDLERS))
        connection.execute(insert.sql(dialect=DIALECT), [list(handlers), list(handlers.values())])


def _make_table(connection: Any, name: str, columns: list[tuple[str, str]]) -> None:
    definitions = [
        exp.ColumnDef(
            this=exp.to_identifier(column, quoted=True),
            kind=exp.DataType.build(kind, dialect=DIALECT),
        )
        for column, kind in columns
    ]
    table = exp.Schema(this=exp.to_identifier(name), expressions=definitions)
    create = exp.Create(this=table, kind="TABLE", replace=True)
    connection.execute(create.sql(dialect=DIALECT))


def _orders() -> exp.Select:
    chosen = exp.to_table(CHOICE).as_("c")
    return (
        exp.select(*(exp.column(c, table="o") for c in COLUMNS))
        .select(exp.column("rule", table="c"), exp.column("certain", table="c"))
        .from_(exp.to_table(ORDERS).as_("o"))
        .join(chosen, on=exp.column("id", table="c").eq(exp.column("id", table="o")))
        .order_by(exp.column("created", table="o"), exp.column("id", table="o"))
    )


@record
class Event:
    """When which flag was set, and by whom."""

    moment: dt.datetime
    code: str
    author: str | None


def flag_events(connection: Any, plan: FlagPlan) -> Mapping[str, tuple[Event, ...]]:
    """What became of the flags of the month's orders, by order, in the order of the moments."""
    event, at = exp.to_table(FLAG_EVENTS).as_("e"), exp.column("time", table="e")
    same = exp.column("order_id", table="e").eq(exp.column("id", table="o"))
    query = exp.select(*(exp.column(c, table="e") for c in ("order_id", "time", "flag", "author")))
    query = query.from_(exp.to_table(ORDERS).as_("o")).join(event, on=same)
    query = query.where(*of_month(plan)).order_by(at, exp.column("id", table="e"))
    found: dict[str, list[Event]] = {}
    for order, moment, code, author in connection.cursor().execute(_sql(query)).fetchall():
        found.setdefault(order, []).append(Event(moment, code, author))
    return {order: tuple(events) for order, events in found.items()}


def account_agents(connection: Any, shop: str) -> tuple[str, ...]:
    """Whoever has an account of the shop."""
    query = exp.select("agent").distinct().from_(ACCOUNTS).order_by("agent")
    query = query.where(exp.column("shop").eq(exp.Literal.string(shop)))
    query = query.where(exp.column("agent").is_(exp.null()).not_())
    return tuple(agent for (agent,) in connection.cursor().execute(_sql(query)).fetchall())


def count_orders(connection: Any, plan: FlagPlan) -> int:
    query = exp.select(exp.Count(this=exp.Star())).from_(exp.to_table(ORDERS).as_("o"))
    (count,) = connection.cursor().execute(_sql(query.where(*of_month(plan)))).fetchone()
    return int(count)


def _sql(query: exp.Select) -> str:
    return query.sql(dialect=DIALECT)
