"""D4, D6, D7, D10, D11: orders with their agents, silent and urged ones, sales and refunds."""

from __future__ import annotations

from engine.facts.encode import BY_ID
from engine.facts.step import Step, one_of, step
from engine.policy.service import Service

_WRITTEN = {
    "line": "SELECT DISTINCT thread, agent, t FROM said WHERE kind = 1 AND is_buyer",
    "conversation": "SELECT DISTINCT thread, agent, first_served AS t FROM judged"
    " WHERE is_buyer AND NOT first_served IS NULL",
}

_FIRST_OF_SECOND = """
SELECT thread, t, ARG_MIN(agent, pos) AS agent
FROM said WHERE kind = 1 AND is_buyer AND thread IN (
  SELECT thread FROM made_orders WHERE NOT received IS NULL
)
GROUP BY thread, t
"""

_CREDITED = """
SELECT
  o.*, c.is_silent, c.order_agent, c.payment_agent,
  COALESCE(c.order_agent, c.payment_agent) AS first_agent,
  COALESCE(BEFORE(w.t, o.paid), FALSE) AS is_urged,
  a.agent AS after_sale_agent,
  MONTH_NO(o.created) AS created_month,
  COALESCE(o.paid = MIN(o.paid) OVER (PARTITION BY o.thread), FALSE) AS is_new_buyer,
  MONTH_NO(:sold) AS sales_month,
  NOT o.paid IS NULL AND :counts AS is_counted,
  CASE
    WHEN o.paid IS NULL THEN NULL
    WHEN NOT o.shipped IS NULL THEN
      CASE WHEN o.shipped <= o.paid + :ship THEN 'ok' ELSE 'late' END
    WHEN o.is_closed THEN NULL
    WHEN d.as_of > o.paid + :ship THEN 'late'
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
ASOF LEFT JOIN written AS w
  ON w.thread = o.thread AND w.agent = c.payment_agent AND NOT_BEFORE(w.t, o.created)
ASOF LEFT JOIN answered_first AS a ON a.thread = o.thread AND NOT_BEFORE(a.t, o.received)
"""

# Without ASOF chains: a silent order meets each agent of its thread once.
_FOLLOWED_UP = """
SELECT s.order_no, s.agent, s.month
FROM (
  SELECT
    o.order_no, o.created, o.paid, o.created_month AS month, g.agent, o.thread
  FROM credited_orders AS o
  JOIN (SELECT DISTINCT thread, agent FROM judged WHERE is_buyer AND NOT first_served IS NULL) AS g
    ON g.thread = o.thread
  WHERE o.is_silent AND o.is_buyer
) AS s
ASOF JOIN (SELECT DISTINCT thread, agent, t FROM said WHERE kind = 1 AND is_buyer) AS w
  ON w.thread = s.thread AND w.agent = s.agent AND NOT_BEFORE(w.t, s.created)
WHERE CASE WHEN s.paid IS NULL THEN w.t < s.created + :open ELSE BEFORE(w.t, s.paid) END
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
""".replace("{order}", BY_ID.replace("m.id", "id"))

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


def orders(service: Service) -> tuple[Step, ...]:
    """`credited_orders`, `followed_up` (silent orders and who wrote), `booked_refunds`."""
    return (
        step(
            "written", "D7: what urges a payment", service,
            one_of(service.urged_needs, _WRITTEN),
        ),
        step(
            "answered_first", "D10: the first line of an agent at each second", service,
            _FIRST_OF_SECOND,
        ),
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
            service, _FOLLOWED_UP, open=service.unpaid_open_hours * 3600,
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
    return step(
        f"sold_by_{rule}", f"sales by {rule}: the paid orders of each agent", service,
        _SOLD_NET if service.sales_base == "net" else _SOLD, agent=f"{rule}_agent",
    )  # fmt: skip
