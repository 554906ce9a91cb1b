"""The timeline of an order's buyer, and what each line does to the credit: told by replay."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.audit.checks.r544_credit_differs import CREDIT_DIFFERS
from engine.core.diagnostic import Diagnostic
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.policy.service import Service
from engine.replay.credit import Credit, Line, Read, credit_before
from engine.report.model import Cell, Table

_EPOCH = dt.datetime(1970, 1, 1)
_COLUMNS = ("time", "event", "agent", "effect", "reason")
_ORDER = """
SELECT o.id, o.created, o.paid, o.amount, o.status, o.thread, o.is_silent, o.is_urged,
  a.agent, p.agent, h.buyer, s.agent
FROM credited_orders AS o
LEFT JOIN agent_codes AS a ON a.agent_no = o.order_agent
LEFT JOIN agent_codes AS p ON p.agent_no = o.payment_agent
LEFT JOIN agent_codes AS s ON s.agent_no = o.after_sale_agent
LEFT JOIN threads AS h ON h.thread = o.thread
WHERE o.id = ?
"""
_LINES = """
SELECT s.t, g.agent, s.kind = 1, s.conversation, COALESCE(j.is_filtered, FALSE),
  j.is_opened
FROM said AS s
JOIN agent_codes AS g ON g.agent_no = s.agent
JOIN judged AS j ON j.conversation = s.conversation AND j.agent = s.agent
WHERE s.thread = ? AND s.is_buyer
ORDER BY s.pos
"""


@record(kw_only=True)
class OrderStory:
    facts: tuple[tuple[str, Cell], ...]
    timeline: Table
    found: tuple[Diagnostic, ...]


def order_story(
    connection: Any, service: Service, order: str, language: Language
) -> OrderStory | None:
    """None where the rows have no such order. Both evaluators must name the same agents."""
    found_rows = connection.execute(_ORDER, [order]).fetchall()
    if not found_rows:
        return None
    (row,) = found_rows
    number, created, paid, amount, status, thread, is_silent, is_urged, *agents, buyer, after = row
    held = connection.execute(_LINES, [thread]).fetchall() if thread is not None else []
    lines = [
        Line(
            time=int(t), agent=str(agent), is_human=bool(human), chat=f"{chat}/{agent}",
            is_filtered=bool(filtered), is_opened=bool(opened),
        )
        for t, agent, human, chat, filtered, opened in held
    ]  # fmt: skip
    nobody = Credit("", ())
    at_order = nobody if is_silent else credit_before(created, lines, service)
    since = int(created) if is_silent else None
    at_payment = nobody if paid is None else credit_before(paid, lines, service, since)
    replayed = (at_order.agent, at_payment.agent)
    told = tuple(str(agent or "") for agent in agents)
    found = () if replayed == told else (_differs(order, told, replayed),)
    facts: tuple[tuple[str, Cell], ...] = (
        ("order", str(number)),
        ("buyer", str(buyer or "")),
        ("created", _moment(created)),
        ("paid", "" if paid is None else _moment(paid)),
        ("amount", str(amount)),
        ("status", str(status)),
        ("is_silent", bool(is_silent)),
        ("is_urged", bool(is_urged)),
        ("order_agent", told[0]),
        ("payment_agent", told[1]),
        ("after_sale_agent", str(after or "")),
        ("sales_rule", say(language, f"explain.order.rule.{service.sales_rule}")),
    )
    reads = at_payment if paid is not None and (is_silent or len(at_payment.reads)) else at_order
    timeline = _timeline(lines, reads, (int(created), paid), language, service)
    return OrderStory(facts=facts, timeline=timeline, found=found)


def _differs(order: str, told: tuple[str, ...], replayed: tuple[str, ...]) -> Diagnostic:
    return CREDIT_DIFFERS.at(
        whole_file("rows"), order=order, sql=" / ".join(told), replay=" / ".join(replayed)
    )


def _timeline(
    lines: list[Line], credit: Credit, moments: tuple[int, int | None], language: Language,
    service: Service,
) -> Table:  # fmt: skip
    by_line = {id(read.line): read for read in credit.reads}
    created, paid = moments
    events: list[tuple[int, int, tuple[Cell, ...]]] = []
    line_place = 1 if service.tie == "event_first" else 0
    for line in lines:
        read = by_line.get(id(line))
        events.append((line.time, line_place, _row(line, read, language)))
    for moment, word in ((created, "created"), (paid, "paid")):
        if moment is not None:
            told = (_moment(moment), say(language, f"explain.order.{word}"), "", "", "")
            events.append((moment, 1 - line_place, told))
    rows = tuple(row for _, _, row in sorted(events, key=lambda event: event[:2]))
    titles = tuple(say(language, f"explain.order.title.{name}") for name in _COLUMNS)
    return Table(key="timeline", columns=_COLUMNS, rows=rows, titles=titles)


def _row(line: Line, read: Read | None, language: Language) -> tuple[Cell, ...]:
    event = say(language, f"explain.order.{'agent_line' if line.is_human else 'buyer_line'}")
    if read is None:
        unread = say(language, "explain.order.not_read")
        return (_moment(line.time), event, line.agent, "", unread)
    effect = say(language, f"explain.order.does.{read.does}")
    reason = ""
    if read.distance is not None and read.since is not None:
        reason = say(
            language, "explain.order.distance", since=_moment(read.since), seconds=read.distance,
            needed=read.needed,
        )  # fmt: skip
    return (_moment(line.time), event, line.agent, effect, reason)


def _moment(seconds: int) -> str:
    return str(_EPOCH + dt.timedelta(seconds=int(seconds)))
