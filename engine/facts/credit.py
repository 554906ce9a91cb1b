"""D4, D5, D7: whose credit an order and its payment are: the thread's holder just before them.

Where the previous chat is that of the last other agent (or of anyone) and nothing limits how far
back a thread is read, whether a chat takes the credit hangs on the chat alone: `takers` tells it
once for all orders. Other settings read the thread anew for every order: see `reading.py`.
"""

from __future__ import annotations

from engine.facts.served import takers_by_line
from engine.facts.spans import takers_by_span
from engine.facts.step import SECONDS_OF_DAY, Step, one_of, step, view
from engine.policy.service import Service

_HOLDERS = "SELECT thread, t, agent, is_first FROM takers"

# Two can take the credit in one second only where no distance is asked for.
_LAST_OF_SECOND = """
SELECT
  thread, t, ARG_MAX(agent, place) FILTER (WHERE NOT agent IS NULL) AS agent,
  BOOL_AND(is_first) AS is_first
FROM takers
GROUP BY thread, t
"""

_OPENED = """
SELECT thread, MIN(t) AS t FROM takers WHERE is_first AND is_opened GROUP BY thread
"""

# A later agent's distance to a colleague is a distance to the order too, if the order was silent.
_CREDIT = """
SELECT
  s.order_no, s.thread, s.created, s.paid, s.is_silent, s.order_agent,
  CASE WHEN NOT s.is_silent OR NOT s.is_first OR :distant THEN s.paying_agent END AS payment_agent
FROM (
  SELECT
    o.order_no, o.thread, o.created, o.paid, :is_silent AS is_silent,
    CASE WHEN NOT (:is_silent) THEN h.agent END AS order_agent,
    p.agent AS paying_agent, p.is_first, p.t AS taken, :opened AS opened
  FROM made_orders AS o
  ASOF LEFT JOIN holders AS h ON h.thread = o.thread AND BEFORE(h.t, o.created)
  ASOF LEFT JOIN holders AS p ON p.thread = o.thread AND BEFORE(p.t, o.paid)
  {heard}
) AS s
"""
_JOIN_HEARD = "LEFT JOIN first_heard AS e ON e.thread = o.thread"
_JOIN_OPENED = "LEFT JOIN takers_opened AS q ON q.thread = o.thread"

# silent_if: what must not have been heard before the order
_HEARD = {
    "no_line": "SELECT thread, MIN(first_asked) AS t FROM judged"
    " WHERE NOT first_asked IS NULL GROUP BY thread",
    "no_chat": """
        SELECT thread, MIN(t) AS t
        FROM (SELECT thread, t FROM lines UNION ALL SELECT thread, t FROM other_lines)
        GROUP BY thread
    """,
}


def reads_each_order(service: Service) -> bool:
    """Whether who takes the credit hangs on the order for which the thread is read."""
    by_edges = service.gap_points == "edges" and service.gap_unit == "conversation"
    return service.lookback_days is not None or service.gap_from == "holder" or by_edges


def credit(service: Service) -> tuple[Step, ...]:
    """`order_credit`: order_agent, payment_agent and silence of every order, told once."""
    by_span = service.gap_unit == "conversation" and service.filtered_serves
    is_silent = "NOT o.is_buyer OR h.agent IS NULL"
    distant = "s.taken - s.created >= :silent_gap"
    joins, found = [], []
    if service.silent_if != "no_agent_line":
        is_silent += " AND NOT COALESCE(BEFORE(e.t, o.created), FALSE)"
        joins.append(_JOIN_HEARD)
        found.append(
            step("first_heard", "D6: what keeps an order from being silent", service,
                 one_of(service.silent_if, _HEARD))
        )  # fmt: skip
    if service.silent_scope == "agent_opened":
        distant += " OR COALESCE(BEFORE(s.opened, s.paid), FALSE)"
        joins.append(_JOIN_OPENED)
        found.append(
            view("takers_opened", "D6: and were asked by the buyer", service, _OPENED)
        )  # fmt: skip
    return (
        *(takers_by_span(service) if by_span else takers_by_line(service)),
        view(
            "holders", "who holds the credit from when on", service,
            _HOLDERS if service.gap_seconds else _LAST_OF_SECOND,
        ),
        *found,
        step(
            "order_credit",
            "D4: the order is the holder's at its creation, the payment the holder's at the"
            f" payment\nD6: following up a silent order within {service.silent_gap_seconds} s"
            " earns nothing",
            service, _CREDIT.replace("{heard}", " ".join(joins)), is_silent=is_silent,
            distant=distant, silent_gap=service.silent_gap_seconds,
            opened="q.t" if service.silent_scope == "agent_opened" else "NULL",
        ),
    )  # fmt: skip


def lookback_seconds(service: Service) -> int | None:
    days = service.lookback_days
    return None if days is None else days * SECONDS_OF_DAY
