"""The orders of a month against a shop's rules about flags, chosen twice and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.backends.flags import (
    Chosen,
    Event,
    account_agents,
    choose_rules,
    count_orders,
    flag_events,
    last_moment,
    read_orders,
    refund_statuses,
)
from engine.bind.flag_model import BoundFlags
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.flags.checks.f107_flag_replay_differs import FLAG_REPLAY_DIFFERS
from engine.flags.discipline import AgentDiscipline, discipline
from engine.flags.judging import (
    FlagEvent,
    FlaggedOrder,
    Judging,
    Verdict,
    handler_of,
    judge_order,
    judging,
    price_text,
)
from engine.plan.flags import FlagPlan, plan_flags
from engine.replay.flags import Choice, choose, facts_of

# more orders than this are replayed in part: every so many, and all that are undecided
REPLAY_ALL_UP_TO = 20_000
_TEXTS = ("buyer_words", "memo", "close_reason")
_MOMENTS = ("created", "paid", "shipped", "received")


@record(kw_only=True)
class OrdersOf:
    """Whose orders of when. `agents`: who stands on the roster, with the names that they sign with;
    `credited`: order → agent.

    `month` None: every month that there is.
    """

    shop: str
    month: Month | None
    agents: Mapping[str, tuple[str, ...]]
    credited: Mapping[str, str]


def judged_orders(connection: Any, flags: BoundFlags, wanted: OrdersOf) -> Iterator[Verdict]:
    """Every order with what it should have. `connection` is duckdb's, which has no types.

    It must have the relations `orders`, `refunds`, `accounts` and `flag_events`. What SQL and
    replay do not agree on is refused.
    """
    orders = _Orders(connection, flags, wanted)
    for number, chosen in enumerate(choose_rules(connection, orders.plan, orders.handlers())):
        choice = Choice(chosen.rule)
        if not chosen.is_certain or number % orders.step == 0:
            choice = orders.again(chosen)
            refuse_difference(flags, chosen, choice)
        order = orders.order(chosen.order)
        yield judge_order(order, choice.rule, choice.lacking, orders.judge)


def month_discipline(
    connection: Any, flags: BoundFlags, wanted: OrdersOf
) -> tuple[AgentDiscipline, ...]:
    """Handled and right orders per agent and month: what `note_discipline` is made of."""
    return discipline(judged_orders(connection, flags, wanted))


def refuse_difference(flags: BoundFlags, chosen: Chosen, again: Choice) -> None:
    """Both evaluators choose the same rule with the same certainty, or nothing is said."""
    if (chosen.rule, chosen.is_certain) == (again.rule, not again.lacking):
        return
    by_sql, by_replay = (
        "none" if rule is None else flags.rules[rule].name for rule in (chosen.rule, again.rule)
    )
    found = FLAG_REPLAY_DIFFERS.at(
        flags.heading.span, order=str(chosen.order["id"]), sql=by_sql, replay=by_replay
    )
    raise EngineError(found)


class _Orders:
    """What is known beside the orders themselves."""

    def __init__(self, connection: Any, flags: BoundFlags, wanted: OrdersOf) -> None:
        self._connection, self._flags, self._credited = connection, flags, wanted.credited
        self.plan: FlagPlan = plan_flags(flags, wanted.shop, wanted.month)
        self.step = 1 + count_orders(connection, self.plan) // REPLAY_ALL_UP_TO
        self._as_of = last_moment(connection)
        agents = {**dict.fromkeys(account_agents(connection, wanted.shop), ()), **wanted.agents}
        self.judge: Judging = judging(flags, agents, self._as_of)
        self._events: Mapping[str, tuple[Event, ...]] = flag_events(connection, self.plan)
        asked = {fact.key for fact in flags.facts}
        self._refunds = refund_statuses(connection) if "refund" in asked else {}
        self._asks_handler = "handler" in asked
        self._handlers: dict[str, str] = {}

    def handlers(self) -> Mapping[str, str]:
        """Who handled which order, where a rule asks for it."""
        if self._asks_handler:
            for row in read_orders(self._connection, self.plan):
                agent = handler_of(self.order(row), self.judge)
                if agent:
                    self._handlers[str(row["id"])] = self.judge.signatures.get(agent, agent)
        return self._handlers

    def again(self, chosen: Chosen) -> Choice:
        id_ = str(chosen.order["id"])
        refunds, handler = self._refunds.get(id_, ()), self._handlers.get(id_)
        facts = facts_of(self._flags, chosen.order, refunds, handler, self._as_of)
        return choose(self._flags, facts)

    def order(self, row: Mapping[str, Any]) -> FlaggedOrder:
        id_ = str(row["id"])
        return FlaggedOrder(
            id=id_,
            created=row["created"],
            moments={name: row[name] for name in _MOMENTS},
            flag=row["flag"],
            memo=row["memo"] or "",
            texts={name: row[name] or "" for name in _TEXTS},
            price_changed=price_text(row["price_changed"]),
            events=tuple(
                FlagEvent(moment=e.moment, code=e.code, author=e.author)
                for e in self._events.get(id_, ())
            ),
            credited=self._credited.get(id_),
        )
