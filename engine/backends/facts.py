"""Runs the steps from rows to facts on DuckDB, and reads the sums that figures are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlglot import exp

from engine.core.errors import EngineBug
from engine.core.record import record
from engine.facts.encode import Profile
from engine.facts.figures import FigureScript
from engine.facts.step import DIALECT, Step
from engine.policy.service import Service

_UNKNOWN = """
SELECT DISTINCT m.account FROM messages AS m
WHERE m.account NOT IN (SELECT account FROM accounts) ORDER BY 1
"""
_TEXTS = "SELECT 1 FROM messages WHERE direction = 'out' AND text IS NULL LIMIT 1"
_IDS = "SELECT COALESCE(BOOL_AND(REGEXP_FULL_MATCH(id, '[0-9]{1,18}')), TRUE) FROM messages"
_DATES = 'SELECT COUNT(start) + COUNT("end") > 0 FROM accounts'
_EPOCH = dt.datetime(1970, 1, 1)


@record(kw_only=True)
class Sums:
    """By relation, agent ('' for the whole shop) and month (`2024-05`): its columns, exact.

    `reach`: the latest moment in the data, '' where there is none.
    """

    by_relation: Mapping[str, Mapping[tuple[str, str], Mapping[str, Decimal]]]
    reach: str


def unknown_accounts(connection: Any) -> tuple[str, ...]:
    """Accounts of messages that no roster of accounts has."""
    return tuple(str(row[0]) for row in connection.execute(_UNKNOWN).fetchall())


def has_no_texts(connection: Any) -> bool:
    """Whether any line of the shop was imported without its text."""
    return bool(connection.execute(_TEXTS).fetchall())


def profile_of(connection: Any) -> Profile:
    """What the ids of the messages and the accounts are like: how lines are read and ordered."""
    ((are_numbers,),) = connection.execute(_IDS).fetchall()
    ((are_dated,),) = connection.execute(_DATES).fetchall()
    return Profile(has_number_ids=bool(are_numbers), has_dated_accounts=bool(are_dated))


def make_facts(connection: Any, steps: Iterable[Step]) -> None:
    for one in steps:
        connection.execute(one.sql)


def credited_agents(connection: Any, service: Service) -> dict[str, str]:
    """Order → agent, of the orders that the policy's sales rule credits to anybody."""
    agent = exp.column(f"{service.sales_rule}_agent", table="o")
    query = (
        exp.select("o.id", "a.agent")
        .from_(exp.to_table("credited_orders").as_("o"))
        .join(exp.to_table("agent_codes").as_("a"), on=exp.column("agent_no", table="a").eq(agent))
    )
    rows = connection.execute(query.sql(dialect=DIALECT)).fetchall()
    return {str(order): str(who) for order, who in rows}


def read_sums(connection: Any, script: FigureScript) -> Sums:
    """What the figures' relations hold; a column that is not exact is our bug."""
    names = {
        number: str(agent)
        for agent, number in connection.execute(
            "SELECT agent, agent_no FROM agent_codes"
        ).fetchall()
    }
    ((reach,),) = connection.execute("SELECT as_of FROM reach").fetchall()
    return Sums(
        by_relation={one.creates: _rows(connection, one.creates, names) for one in script.steps},
        reach="" if reach is None else str(_EPOCH + dt.timedelta(seconds=int(reach))),
    )


def _rows(
    connection: Any, relation: str, names: Mapping[int, str]
) -> dict[tuple[str, str], dict[str, Decimal]]:
    query = exp.select(exp.Star()).from_(exp.to_identifier(relation, quoted=True))
    cursor = connection.execute(query.sql(dialect=DIALECT))
    columns = [str(one[0]) for one in cursor.description]
    inexact = [str(one[0]) for one in cursor.description if _is_inexact(str(one[1]))]
    if inexact:
        raise EngineBug(f"columns {inexact} of {relation} are not exact")
    rows: dict[tuple[str, str], dict[str, Decimal]] = {}
    for row in cursor.fetchall():
        held = dict(zip(columns, row, strict=True))
        agent = names[held.pop("agent")] if "agent" in held else ""
        month = held.pop("month")
        sums = {name: Decimal(amount) for name, amount in held.items() if amount is not None}
        rows[agent, f"{month // 12:04d}-{month % 12 + 1:02d}"] = sums
    return rows


def _is_inexact(kind: str) -> bool:
    return "DOUBLE" in kind or "FLOAT" in kind
