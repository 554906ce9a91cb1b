"""D3: is a conversation an inquiry or after-sales service, and did an order follow it."""

from __future__ import annotations

from engine.facts.step import SECONDS_OF_DAY, Step, one_of, step, view
from engine.policy.service import Service

# What came first and last in each thread answers most conversations.
_ORDERS_OF_THREADS = """
SELECT
  thread, MIN(paid) AS first_paid, MAX(paid) AS last_paid, MAX(created) AS last_created,
  MAX(created) FILTER (WHERE NOT paid IS NULL) AS last_created_paid,
  MIN(:bought) FILTER (WHERE NOT paid IS NULL AND :counts) AS first_bought,
  MAX(:bought) FILTER (WHERE NOT paid IS NULL AND :counts) AS last_bought,
  MAX(:event) FILTER (WHERE :follows) AS last_followed
FROM made_orders
WHERE NOT thread IS NULL
GROUP BY thread
"""

_PURCHASES = """
SELECT thread, :bought AS t
FROM made_orders
WHERE NOT thread IS NULL AND NOT paid IS NULL AND NOT :bought IS NULL AND :counts
"""

# A chat between a purchase and a later one, that no new order follows, looks for the earlier one.
_BETWEEN = """
SELECT c.conversation, c.agent
FROM (
  SELECT c.conversation, c.agent, c.thread, c.start
  FROM chat_starts AS c
  JOIN orders_of_threads AS o ON o.thread = c.thread
  WHERE BEFORE(c.start, o.last_bought)
    AND NOT COALESCE(BEFORE(c.start, o.last_followed), FALSE)
) AS c
ASOF JOIN purchases AS b ON b.thread = c.thread AND NOT_BEFORE(c.start, b.t)
WHERE :within
"""

_KINDS = """
SELECT
  c.conversation, c.thread, c.is_buyer, c.agent, c.start, c.ending, c.buyer_lines, c.agent_lines,
  c.first_asked, c.first_asked_seq, c.first_served, c.first_served_seq, c.last_served,
  c.first_reply, c.is_one_line, c.is_answered, c.is_consult, c.is_blackout, c.is_opened,
  c.whole_start, c.whole_seq, c.is_opened_by_buyer, c.day, c.month, c.is_new_buyer,
  c.is_ordered, c.is_paid,
  c.is_consult AND c.is_buyer AND c.is_bought AND NOT c.is_followed AS is_after_sale,
  c.is_consult AND c.is_buyer AND NOT (c.is_bought AND NOT c.is_followed) AND NOT c.is_pending
    AS is_inquiry
FROM ({chats}) AS c
"""

_AT_A_GLANCE = """
  SELECT
    c.*, FALSE AS is_pending,
    COALESCE(BEFORE(c.start, b.first_bought), TRUE) AS is_new_buyer,
    COALESCE(:within, FALSE) OR NOT e.conversation IS NULL AS is_bought,
    COALESCE(BEFORE(c.start, b.last_followed), FALSE) AS is_followed,
    COALESCE(BEFORE(c.start, b.last_created), FALSE) AS is_ordered,
    COALESCE(BEFORE(c.start, :paid), FALSE) AS is_paid
  FROM chats AS c
  LEFT JOIN orders_of_threads AS b ON b.thread = c.thread
  LEFT JOIN bought_between AS e ON e.conversation = c.conversation AND e.agent = c.agent
"""

_FOLLOWERS = """
SELECT thread, :event AS t
FROM made_orders
WHERE NOT thread IS NULL AND NOT :event IS NULL AND :follows
"""

# With peers: of two orders of one second either one stands for both.
_CREATIONS = """
SELECT
  thread, created AS t,
  MAX(paid) OVER (PARTITION BY thread ORDER BY created
    RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS last_paid,
  MIN(paid) OVER (PARTITION BY thread ORDER BY created
    RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS first_paid
FROM made_orders
WHERE NOT thread IS NULL
"""

_PAYMENTS = """
SELECT thread, paid AS t FROM made_orders WHERE NOT thread IS NULL AND NOT paid IS NULL
"""

_ONE_BY_ONE = """
  SELECT
    c.*, b.t IS NULL AS is_new_buyer,
    COALESCE(:within, FALSE) AS is_bought,
    COALESCE(:follows, FALSE) AS is_followed,
    COALESCE(:ordered, FALSE) AS is_ordered,
    COALESCE(:paid, FALSE) AS is_paid,
    COALESCE(:pending, FALSE) AS is_pending
  FROM chats AS c
  ASOF LEFT JOIN purchases AS b ON b.thread = c.thread AND NOT_BEFORE(c.start, b.t)
  ASOF LEFT JOIN followers AS f ON f.thread = c.thread AND BEFORE(c.start, f.t)
  ASOF LEFT JOIN creations AS n ON n.thread = c.thread AND BEFORE(c.start, n.t)
  ASOF LEFT JOIN creations AS o ON o.thread = c.thread AND NOT_BEFORE(c.start, o.t)
  ASOF LEFT JOIN payments AS y ON y.thread = c.thread AND BEFORE(c.start, y.t)
"""
_KINDS_AT_A_GLANCE = _KINDS.replace("{chats}", _AT_A_GLANCE)
_KINDS_ONE_BY_ONE = _KINDS.replace("{chats}", _ONE_BY_ONE)

_BOUGHT = {"paid": "paid", "created": "created", "received": "received"}
_EVENTS = {
    "created": ("created", "TRUE"),
    "created_and_paid": ("created", "NOT paid IS NULL"),
    "payment": ("paid", "TRUE"),
}
_WITHIN = {
    "seconds": "c.start - {bought} <= :after_sale_seconds",
    "calendar": "DAY_NO(c.start) - DAY_NO({bought}) <= :after_sale_days",
}


def limits(service: Service, event: str, chat: str = "c") -> str:
    """The condition that an event that follows a chat lies within the limits of D3."""
    found = [f"NOT {event} IS NULL"]
    if service.order_window_days is not None:
        window = service.order_window_days * SECONDS_OF_DAY
        found.append(f"{event} - {chat}.start <= {window}")
    if not service.order_after_month_end:
        found.append(f"MONTH_NO({event}) = {chat}.month")
    return " AND ".join(found)


def inquiries(service: Service) -> tuple[Step, ...]:
    """`kinds`: every conversation with what it is and what followed."""
    event, follows = _EVENTS[service.follow_event]
    bought = one_of(service.after_sale_from, _BOUGHT)
    counts = "TRUE" if service.closed_is_purchase else "NOT is_closed"
    purchases = (
        step(
            "orders_of_threads", "the first and the last order of each thread", service,
            _ORDERS_OF_THREADS, bought=bought, counts=counts, event=event, follows=follows,
        ),
        view(
            "purchases", "D3: what a buyer bought, and when", service, _PURCHASES,
            bought=bought, counts=counts,
        ),
    )  # fmt: skip
    is_limited = service.order_window_days is not None or not service.order_after_month_end
    if is_limited or service.pending_order_chat == "neither":
        return (*purchases, *_one_by_one(service, event, follows))
    return (*purchases, *_at_a_glance(service))


def _days(service: Service, bought: str) -> dict[str, str | int]:
    return {
        "within": one_of(service.after_sale_by, _WITHIN).replace("{bought}", bought),
        "after_sale_seconds": service.after_sale_days * SECONDS_OF_DAY,
        "after_sale_days": service.after_sale_days,
    }


def _comment(service: Service) -> str:
    return (
        f"D3: within {service.after_sale_days} days after buying and without a new order it is"
        " after-sales, else an inquiry"
    )


def _at_a_glance(service: Service) -> tuple[Step, ...]:
    is_new = service.paid_conversion == "new_order"
    days = _days(service, "b.last_bought")
    days["within"] = f"NOT_BEFORE(c.start, b.last_bought) AND {days['within']}"
    return (
        step(
            "bought_between", "D3: chats after one purchase and before another", service, _BETWEEN,
            **_days(service, "b.t"),
        ),
        view(
            "kinds", _comment(service), service, _KINDS_AT_A_GLANCE,
            paid="b.last_created_paid" if is_new else "b.last_paid", **days,
        ),
    )  # fmt: skip


def _one_by_one(service: Service, event: str, follows: str) -> tuple[Step, ...]:
    is_new = service.paid_conversion == "new_order"
    is_pending = "n.t IS NULL AND BEFORE(c.start, o.last_paid)"
    return (
        view(
            "followers", "D3: what counts as a new order that follows", service, _FOLLOWERS,
            event=event, follows=follows,
        ),
        view(
            "creations", "orders by creation, with the payments before and after", service,
            _CREATIONS,
        ),
        view("payments", "payments", service, _PAYMENTS),
        view(
            "kinds", _comment(service), service, _KINDS_ONE_BY_ONE, **_days(service, "b.t"),
            follows=limits(service, "f.t"),
            ordered=limits(service, "n.t"),
            paid=limits(service, "n.first_paid" if is_new else "y.t"),
            pending=is_pending if service.pending_order_chat == "neither" else "FALSE",
        ),
    )  # fmt: skip
