"""D3: is a conversation an inquiry or after-sales service, and did an order follow it."""

from __future__ import annotations

from engine.facts.step import SECONDS_OF_DAY, Step, one_of, step
from engine.policy.service import Service

_PURCHASES = """
SELECT DISTINCT thread, :bought AS t
FROM made_orders
WHERE NOT thread IS NULL AND NOT paid IS NULL AND NOT :bought IS NULL AND :counts
"""

_FOLLOWERS = """
SELECT DISTINCT thread, :event AS t
FROM made_orders
WHERE NOT thread IS NULL AND NOT :event IS NULL AND :counts
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
SELECT DISTINCT thread, paid AS t FROM made_orders WHERE NOT thread IS NULL AND NOT paid IS NULL
"""

_KINDS = """
SELECT
  s.*,
  s.is_consult AND s.is_buyer AND s.is_bought AND NOT s.is_followed AS is_after_sale,
  s.is_consult AND s.is_buyer AND NOT (s.is_bought AND NOT s.is_followed) AND NOT s.is_pending
    AS is_inquiry
FROM (
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
) AS s
"""

_BOUGHT = {"paid": "paid", "created": "created", "received": "received"}
_EVENTS = {
    "created": ("created", "TRUE"),
    "created_and_paid": ("created", "NOT paid IS NULL"),
    "payment": ("paid", "TRUE"),
}
_WITHIN = {
    "seconds": "c.start - b.t <= :after_sale_seconds",
    "calendar": "DAY_NO(c.start) - DAY_NO(b.t) <= :after_sale_days",
}


def limits(service: Service, event: str, chat: str = "c") -> str:
    """The condition that an event that follows a chat lies within the limits of D3."""
    found = [f"NOT {event} IS NULL"]
    if service.order_window_days is not None:
        window = service.order_window_days * SECONDS_OF_DAY
        found.append(f"{event} <= {chat}.start + {window}")
    if not service.order_after_month_end:
        found.append(f"MONTH_NO({event}) = {chat}.month")
    return " AND ".join(found)


def inquiries(service: Service) -> tuple[Step, ...]:
    """`kinds`: every conversation with what it is and what followed."""
    event, counts = _EVENTS[service.follow_event]
    is_new = service.paid_conversion == "new_order"
    is_pending = "n.t IS NULL AND BEFORE(c.start, o.last_paid)"
    return (
        step(
            "purchases", "D3: what a buyer bought, and when", service, _PURCHASES,
            bought=one_of(service.after_sale_from, _BOUGHT),
            counts="TRUE" if service.closed_is_purchase else "NOT is_closed",
        ),
        step(
            "followers", "D3: what counts as a new order that follows", service, _FOLLOWERS,
            event=event, counts=counts,
        ),
        step(
            "creations", "orders by creation, with the payments before and after", service,
            _CREATIONS,
        ),
        step("payments", "payments", service, _PAYMENTS),
        step(
            "kinds",
            f"D3: within {service.after_sale_days} days after buying and without a new order it is"
            " after-sales, else an inquiry",
            service, _KINDS,
            within=one_of(service.after_sale_by, _WITHIN),
            after_sale_seconds=service.after_sale_days * SECONDS_OF_DAY,
            after_sale_days=service.after_sale_days,
            follows=limits(service, "f.t"),
            ordered=limits(service, "n.t"),
            paid=limits(service, "n.first_paid" if is_new else "y.t"),
            pending=is_pending if service.pending_order_chat == "neither" else "FALSE",
        ),
    )  # fmt: skip
