"""The orders of a shop and month, judged by the rules about flags of the policy in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from engine.app.checks.w981_no_flag_rules import NO_FLAG_RULES
from engine.app.checks.w982_no_orders import NO_ORDERS
from engine.app.flag_relations import order_relations
from engine.app.measuring import make_all, service_of, unreadable
from engine.app.month import MonthRequest, Show, select
from engine.app.workspace import Workspace
from engine.audit.flagging import OrdersOf, judged_orders
from engine.backends.facts import credited_agents
from engine.bind.flag_model import BoundFlagRule, BoundFlags
from engine.bind.model import BoundPolicy
from engine.bind.versions import Selection
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.record import record
from engine.core.span import whole_file
from engine.flags.checks.f101_unknown_flag_code import UNKNOWN_FLAG_CODE
from engine.flags.checks.f102_order_undecided import ORDER_UNDECIDED
from engine.flags.checks.f103_nobody_handled import NOBODY_HANDLED
from engine.flags.judging import Verdict
from engine.ledger.month import read_month
from engine.ledger.store import open_store

SHOWN_ORDERS = 5
Relations = Callable[[Workspace], AbstractContextManager[Any]]


@record(kw_only=True)
class FlaggedMonth:
    """`asked`: orders that the policy says something of; `orders`: how many there are in all."""

    selection: Selection
    flags: BoundFlags
    orders: int
    asked: tuple[Verdict, ...]
    found: tuple[Diagnostic, ...]


def flagged_month(
    workspace: Workspace, request: MonthRequest, show: Show, relations: Relations = order_relations
) -> Outcome[FlaggedMonth]:
    """Every order of the month, and what of it cannot be judged and why."""
    selected = select(workspace, request)
    if selected.value is None:
        return Outcome(None, selected.diagnostics)
    selection, payer = selected.value
    flags = payer.last.flags
    if flags is None:
        return Outcome(None, (NO_FLAG_RULES.at(whole_file(selection.policy.span.file)),))
    show("orders")
    with open_store(workspace.root, writes=False) as store:
        roster = read_month(store, request.shop, request.month)
    agents = {post.agent: (post.name,) if post.name else () for post in roster.posts}
    with relations(workspace) as connection:
        credited = _credited(connection, payer.last, flags, request.shop)
        if credited.value is None:
            return Outcome(None, credited.diagnostics)
        wanted = OrdersOf(
            shop=request.shop, month=request.month, agents=agents, credited=credited.value
        )
        month = _gathered(selection, flags, judged_orders(connection, flags, wanted))
    if not month.orders:
        where = whole_file(workspace.shown(workspace.root))
        no_orders = NO_ORDERS.at(where, shop=request.shop, month=str(request.month))
        return Outcome(None, (no_orders,))
    return Outcome(month, month.found)


def _credited(
    connection: Any, bound: BoundPolicy, flags: BoundFlags, shop: str
) -> Outcome[Mapping[str, str]]:
    """Order → agent by the policy's service rules, where these say who handled an order."""
    if "credit" not in flags.handled_by:
        return Outcome({})
    service = service_of(bound)
    found = tuple(unreadable(connection, service))
    if found:
        return Outcome(None, found)
    make_all(connection, service, shop)
    return Outcome(credited_agents(connection, service))


def _gathered(selection: Selection, flags: BoundFlags, verdicts: Iterator[Verdict]) -> FlaggedMonth:
    asked: list[Verdict] = []
    unknown: dict[str, list[str]] = {}
    undecided: dict[str, list[str]] = {}
    count = 0
    for verdict in verdicts:
        count += 1
        if verdict.set_colour is None:
            unknown.setdefault(verdict.order.flag or "", []).append(verdict.order.id)
        if verdict.lacking:
            undecided.setdefault(", ".join(verdict.lacking), []).append(verdict.order.id)
        if verdict.is_asked:
            asked.append(verdict)
    found = (*_unknown(flags, unknown), *_undecided(flags, undecided), *_nobody(flags, asked))
    return FlaggedMonth(
        selection=selection, flags=flags, orders=count, asked=tuple(asked), found=found
    )


def _unknown(flags: BoundFlags, codes: Mapping[str, list[str]]) -> Iterator[Diagnostic]:
    for code, orders in sorted(codes.items()):
        yield UNKNOWN_FLAG_CODE.at(
            flags.heading.span, flag=code, source=flags.source, count=str(len(orders)),
            orders=few(orders), known=", ".join(flags.colour_of),
        )  # fmt: skip


def _undecided(flags: BoundFlags, facts: Mapping[str, list[str]]) -> Iterator[Diagnostic]:
    for fact, orders in sorted(facts.items()):
        yield ORDER_UNDECIDED.at(
            flags.heading.span, fact=fact, count=str(len(orders)), orders=few(orders)
        )


def _nobody(flags: BoundFlags, asked: list[Verdict]) -> Iterator[Diagnostic]:
    orders = [v.order.id for v in asked if v.rule is not None and not v.responsible]
    if orders:
        yield NOBODY_HANDLED.at(flags.heading.span, count=str(len(orders)), orders=few(orders))


def few(orders: list[str]) -> str:
    """The first orders, and a sign if there are more."""
    more = ", …" if len(orders) > SHOWN_ORDERS else ""
    return ", ".join(orders[:SHOWN_ORDERS]) + more


def clause_of(rule: BoundFlagRule | None) -> str:
    return f"{rule.cite.source} {rule.cite.clause}" if rule and rule.cite else ""
