"""D4, D6, D7, D10, D11: orders with their agents, silent and urged ones, sales and refunds."""

from __future__ import annotations

from engine.facts.encode import BY_ID
from engine.facts.step import Step, one_of, step, view
from engine.policy.service import Service

# Did the payment's agent write between creation and payment? The last span begun before the payment
# tells, unless both lie within it; then its lines do.
_CHASED = """
SELECT
  o.order_no, o.thread, o.payment_agent, o.created, o.paid,
  :sure AS is_sure, :over AS is_over
FROM (
  SELECT order_no, thread, payment_agent, created, paid
  FROM order_credit WHERE NOT payment_agent IS NULL
) AS o
ASOF JOIN spans AS s
  ON s.thread = o.thread AND s.agent = o.payment_agent AND BEFORE(s.t, o.paid)
"""

_URGED = """
SELECT order_no FROM chased WHERE is_sure
UNION
SELECT o.order_no
FROM (
  SELECT order_no, thread, payment_agent, created, paid
  FROM chased WHERE NOT is_sure AND NOT is_over
) AS o
ASOF JOIN (
  SELECT thread, agent, t FROM lines
  WHERE kind = 1 AND thread IN (SELECT thread FROM chased WHERE NOT is_sure AND NOT is_over)
) AS w ON w.thread = o.thread AND w.agent = o.payment_agent AND BEFORE(w.t, o.paid)
WHERE NOT_BEFORE(w.t, o.created)
"""

_AFTER_SALES = """
SELECT o.order_no, a.agent
FROM (SELECT order_no, thread, received FROM made_orders WHERE NOT received IS NULL) AS o
ASOF JOIN (
  SELECT thread, t, MIN(seq) AS seq, ARG_MIN(agent, seq) FILTER (WHERE NOT agent IS NULL) AS agent
  FROM lines
  WHERE kind = 1 AND thread > 0 AND thread IN (
    SELECT thread FROM made_orders WHERE NOT received IS NULL
  )
  GROUP BY thread, t
) AS a ON a.thread = o.thread AND NOT_BEFORE(a.t, o.received)
"""

_CREDITED = """
SELECT
  o.order_no, o.id, o.shop, o.thread, o.is_buyer, o.status, o.is_closed, o.created, o.paid,
  o.shipped, o.received, o.logistics, o.amount, o.items,
  c.is_silent, c.order_agent, c.payment_agent,
  COALESCE(c.order_agent, c.payment_agent) AS first_agent,
  NOT u.order_no IS NULL AS is_urged,
  a.agent AS after_sale_agent,
  MONTH_NO(o.created) AS created_month,
  COALESCE(o.paid = b.first_paid, FALSE) AS is_new_buyer,
  MONTH_NO(:sold) AS sales_month,
  NOT o.paid IS NULL AND :counts AS is_counted,
  CASE
    WHEN o.paid IS NULL THEN NULL
    WHEN NOT o.shipped IS NULL THEN
      CASE WHEN o.shipped - o.paid <= :ship THEN 'ok' ELSE 'late' END
    WHEN o.is_closed THEN NULL
    WHEN d.as_of - o.paid > :ship THEN 'late'
    ELSE 'open'
  END AS ship,
  COALESCE(
    NOT o.shipped IS NULL AND o.received IS NULL AND NOT o.is_closed
    AND d.as_of - o.logistics > :resend,
    FALSE
  ) AS may_resend
FROM made_orders AS o
JOIN order_credit AS c ON c.order_no = o.order_no
CROSS JOIN reach AS d
LEFT JOIN urged AS u ON u.order_no = o.order_no
LEFT JOIN after_sales AS a ON a.order_no = o.order_no
LEFT JOIN orders_of_threads AS b ON b.thread = o.thread
"""

# Who speaks to the buyer of a silent order speaks for the first time after its creation.
_FOLLOWED_UP_FIRST = """
SELECT s.order_no, g.agent, s.month
FROM (
  SELECT order_no, created, paid, created_month AS month, thread
  FROM credited_orders WHERE is_silent AND is_buyer
) AS s
JOIN (SELECT thread, agent, MIN(t) AS t FROM spans GROUP BY thread, agent) AS g
  ON g.thread = s.thread
WHERE NOT_BEFORE(g.t, s.created)
  AND CASE WHEN s.paid IS NULL THEN g.t - s.created < :open ELSE BEFORE(g.t, s.paid) END
"""

# A silent order meets each agent of its thread once.
_FOLLOWED_UP = """
SELECT s.order_no, s.agent, s.month
FROM (
  SELECT o.order_no, o.created, o.paid, o.created_month AS month, g.agent, o.thread
  FROM credited_orders AS o
  JOIN (SELECT DISTINCT thread, agent FROM spans) AS g ON g.thread = o.thread
  WHERE o.is_silent AND o.is_buyer
) AS s
ASOF JOIN (
  SELECT thread, agent, t FROM lines
  WHERE kind = 1 AND thread IN (SELECT thread FROM credited_orders WHERE is_silent AND is_buyer)
) AS w ON w.thread = s.thread AND w.agent = s.agent AND NOT_BEFORE(w.t, s.created)
WHERE CASE WHEN s.paid IS NULL THEN w.t - s.created < :open ELSE BEFORE(w.t, s.paid) END
"""

_REFUNDS = """
SELECT
  r.order_no, r.applied, r.finished, o.order_agent, o.payment_agent, o.first_agent, o.is_counted,
  CASE
    WHEN :cap THEN LEAST(o.amount, r.so_far) - LEAST(o.amount, r.so_far - r.amount)
    ELSE r.amount
  END AS amount,
  :booked AS month, o.is_new_buyer
FROM (
  SELECT
    order_no, applied, finished, amount,
    SUM(amount) OVER (
      PARTITION BY order_no ORDER BY finished NULLS LAST, {order}
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS so_far
  FROM made_refunds
) AS r
JOIN credited_orders AS o ON o.order_no = r.order_no
WHERE NOT o.paid IS NULL AND NOT (:booked) IS NULL
""".replace("{order}", BY_ID.replace("m.id", "refund"))

# An order is a row; with sales_base = net each refund is one too, less its amount.
_SOLD = """
SELECT
  sales_month AS month, :agent AS agent, thread, order_no, TRUE AS is_order, amount, items,
  is_silent, is_urged, is_new_buyer
FROM credited_orders
WHERE is_counted AND NOT :agent IS NULL
"""
_SOLD_NET = (
    _SOLD
    + """
UNION ALL
SELECT month, :agent, NULL, order_no, FALSE, -amount, 0, FALSE, FALSE, is_new_buyer
FROM booked_refunds
WHERE is_counted AND NOT :agent IS NULL
"""
)
RULES = ("payment", "order", "first")

_BOOKED = {"order": "o.sales_month", "refund": "MONTH_NO(r.finished)"}


def is_silence_plain(service: Service) -> bool:
    """Whether nobody at all wrote before a silent order."""
    return service.lookback_days is None and service.filtered_serves


def _told(service: Service) -> dict[str, str]:
    """`sure`: the last span tells that a payment was urged; `over`: or that it was not."""
    if service.urged_needs == "conversation":
        return {"sure": "NOT_BEFORE(s.t, o.created)", "over": "TRUE"}
    if service.conversation_of == "account":
        # Two accounts of one agent can chat with a buyer at the same time.
        return {"sure": "FALSE", "over": "FALSE"}
    last = "CASE WHEN BEFORE(s.until, o.paid) THEN s.until ELSE s.t END"
    return {"sure": f"NOT_BEFORE({last}, o.created)", "over": "BEFORE(s.until, o.paid)"}


def orders(service: Service) -> tuple[Step, ...]:
    """`credited_orders`, `followed_up` (silent orders and who wrote), `booked_refunds`."""
    return (
        step(
            "chased", "D7: the last span of the payment's agent before the payment", service,
            _CHASED, **_told(service),
        ),
        step("urged", "D7: payments that their agent urged", service, _URGED),
        step("after_sales", "D10: who wrote first after the receipt", service, _AFTER_SALES),
        step(
            "credited_orders",
            "D4, D7, D10, D11: each order with its agents, whether it was silent or urged,\n"
            f"whether it was shipped within {service.ship_hours} h",
            service, _CREDITED,
            sold="o.paid" if service.sales_month == "paid" else "o.created",
            counts="TRUE" if service.closed_counts else "NOT o.is_closed",
            ship=service.ship_hours * 3600, resend=service.resend_hours * 3600,
        ),
        step(
            "followed_up", "D6: silent orders and the agents who wrote before the payment",
            service, _FOLLOWED_UP_FIRST if is_silence_plain(service) else _FOLLOWED_UP,
            open=service.unpaid_open_hours * 3600,
        ),
        step(
            "booked_refunds",
            "refunds in the order of their finish" + (
                ", at most the amount paid" if service.refund_cap else ""
            ),
            service, _REFUNDS, cap="TRUE" if service.refund_cap else "FALSE",
            booked=one_of(service.refund_month, _BOOKED),
        ),
        *(_sold(service, rule) for rule in RULES),
    )  # fmt: skip


def _sold(service: Service, rule: str) -> Step:
    return view(
        f"sold_by_{rule}", f"sales by {rule}: the paid orders of each agent", service,
        _SOLD_NET if service.sales_base == "net" else _SOLD, agent=f"{rule}_agent",
    )  # fmt: skip
