"""A10: received orders that hold an item with a low rating, and whether anybody wrote to the buyer.

An item is found by its title or by its code; its latest rating on or before the day of receipt
counts, of several on one day the lowest.
"""

from __future__ import annotations

from engine.facts.step import SECONDS_OF_DAY, Step, step
from engine.policy.service import Service

# Items have no shop of their own: their order has one.
_RECEIVED = """
SELECT
  o.order_no, o.id, o.shop, o.thread, o.payment_agent AS agent, o.received,
  DATE '1970-01-01' + CAST(DAY_NO(o.received) AS INTEGER) AS day, MONTH_NO(o.received) AS month
FROM credited_orders AS o
CROSS JOIN reach AS d
WHERE NOT o.payment_agent IS NULL AND d.as_of - o.received > :time
"""

_RATED = """
SELECT order_no, rating
FROM (
  SELECT n.order_no, r.rating,
    ROW_NUMBER() OVER (PARTITION BY n.order_no, n.id ORDER BY r.day DESC, r.rating) AS place
  FROM (
    SELECT o.order_no, o.shop, o.day, i.id, i.title AS item
    FROM received_orders AS o JOIN order_items AS i ON i.order_id = o.id
    UNION
    SELECT o.order_no, o.shop, o.day, i.id, i.sku
    FROM received_orders AS o JOIN order_items AS i ON i.order_id = o.id
  ) AS n
  ASOF JOIN (
    SELECT shop, item, day, MIN(rating) AS rating FROM item_ratings GROUP BY shop, item, day
  ) AS r ON r.shop = n.shop AND r.item = n.item AND r.day <= n.day
)
WHERE place = 1
"""

_FOLLOW_UPS = """
SELECT
  o.order_no, o.thread, o.agent, o.month, o.received,
  COALESCE(w.t - o.received <= :time, FALSE) AS is_done
FROM (
  SELECT order_no, thread, agent, month, received FROM received_orders
  WHERE order_no IN (SELECT order_no FROM rated_orders WHERE :low)
) AS o
ASOF LEFT JOIN (
  SELECT thread, t FROM lines
  WHERE kind = 1 AND thread IN (SELECT thread FROM received_orders)
) AS w ON w.thread = o.thread AND NOT_BEFORE(w.t, o.received)
"""


def follow_ups(service: Service) -> tuple[Step, ...]:
    """`follow_ups`: one row per order whose time to be followed up is over."""
    time, below = service.follow_up_days * SECONDS_OF_DAY, service.follow_up_below
    return (
        step(
            "received_orders", f"A10: orders received more than {service.follow_up_days} days ago",
            service, _RECEIVED, time=time,
        ),
        step(
            "rated_orders", "A10: what their items were rated when they were received", service,
            _RATED,
        ),
        step(
            "follow_ups",
            "A10: nobody is to be followed up" if below is None else
            f"A10: with an item below {below}: who was written to within "
            f"{service.follow_up_days} days",
            service, _FOLLOW_UPS, time=time,
            low="FALSE" if below is None else f"rating < {below}",
        ),
    )  # fmt: skip
