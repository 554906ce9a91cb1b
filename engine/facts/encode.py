"""Text keys become whole numbers, once per data: no setting of a credit rule comes in here."""

from __future__ import annotations

from sqlglot import exp

from engine.core.record import record
from engine.facts.step import Step, of_shop, parsed, step
from engine.policy.service import Service

# What a line is. A line of a robot, a group or another account that is no agent's is nobody's.
BUYER, HUMAN, AUTO, NOBODY = 0, 1, 2, 3


@record
class Profile:
    """What the data is like: `has_number_ids`, every message id is of at most 18 digits."""

    has_number_ids: bool = False


_AGENTS = """
SELECT agent, CAST(ROW_NUMBER() OVER (ORDER BY agent) AS INTEGER) AS agent_no
FROM (
  SELECT p.agent FROM accounts AS p WHERE p.kind = 'agent' AND :here
  UNION SELECT p.agent FROM parcels AS p WHERE :here
  UNION SELECT p.agent FROM complaints AS p WHERE :here
  UNION SELECT p.agent FROM attendance AS p WHERE :here
  UNION SELECT p.agent FROM events AS p WHERE :here
)
WHERE NOT agent IS NULL
"""

_ACCOUNTS = """
SELECT
  a.account, a.pseudonym, a.shop, a.kind, g.agent_no,
  CAST(ROW_NUMBER() OVER (ORDER BY a.account, a.start NULLS FIRST) AS INTEGER) AS account_no,
  EPOCH_MS(CAST(a.start AS TIMESTAMP)) // 1000 AS starts,
  EPOCH_MS(CAST(a."end" AS TIMESTAMP)) // 1000 AS ends
FROM accounts AS a
LEFT JOIN agent_codes AS g ON a.kind = 'agent' AND g.agent = a.agent
WHERE :here
"""

_THREADS = """
SELECT
  CAST(ROW_NUMBER() OVER () AS INTEGER) AS thread, p.shop, p.buyer,
  c.pseudonym IS NULL AS is_buyer
FROM (
  SELECT a.shop, m.buyer
  FROM messages AS m
  JOIN (SELECT DISTINCT account, shop FROM account_codes) AS a ON a.account = m.account
  UNION
  SELECT o.shop, o.buyer FROM orders AS o WHERE NOT o.buyer IS NULL AND :here
) AS p
LEFT JOIN (SELECT DISTINCT pseudonym FROM accounts) AS c ON c.pseudonym = p.buyer
"""

_LINES = """
SELECT
  ROW_NUMBER() OVER () AS pos, s.thread, s.is_buyer, s.agent, s.account, s.kind, s.t, s.chars
FROM (
  SELECT
    h.thread, h.is_buyer, a.agent_no AS agent, a.account_no AS account,
    CAST(
      CASE
        WHEN a.kind <> 'agent' THEN 3
        WHEN m.direction = 'in' THEN 0
        WHEN :is_auto THEN 2
        ELSE 1
      END AS TINYINT
    ) AS kind,
    EPOCH_MS(m.time) // 1000 AS t, CAST(m.chars AS INTEGER) AS chars, m.id
  FROM messages AS m
  JOIN account_codes AS a
    ON a.account = m.account
    AND (a.starts IS NULL OR EPOCH_MS(m.time) // 1000 >= a.starts)
    AND (a.ends IS NULL OR EPOCH_MS(m.time) // 1000 < a.ends)
  JOIN threads AS h ON h.shop = a.shop AND h.buyer = m.buyer
  ORDER BY h.thread, EPOCH_MS(m.time) // 1000, {order}
) AS s
"""

# Ids of digits only are compared as numbers, others as text by code point.
_NUMBERS = "CAST(m.id AS BIGINT)"
BY_ID = """
  CASE WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+') THEN 0 ELSE 1 END,
  CASE WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+') THEN LENGTH(LTRIM(m.id, '0')) ELSE 0 END,
  CASE WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+') THEN LTRIM(m.id, '0') ELSE m.id END,
  m.id
"""
_LINES_OF_NUMBERS = _LINES.replace("{order}", _NUMBERS)
_LINES_OF_TEXTS = _LINES.replace("{order}", BY_ID)

_ORDERS = """
SELECT
  CAST(ROW_NUMBER() OVER () AS INTEGER) AS order_no, s.*
FROM (
  SELECT
    o.id, o.shop, h.thread, COALESCE(h.is_buyer, FALSE) AS is_buyer, o.status,
    o.status = '交易关闭' AS is_closed,
    EPOCH_MS(o.created) // 1000 AS created, EPOCH_MS(o.paid) // 1000 AS paid,
    EPOCH_MS(o.shipped) // 1000 AS shipped, EPOCH_MS(o.received) // 1000 AS received,
    EPOCH_MS(o.logistics) // 1000 AS logistics, o.amount, o.items
  FROM orders AS o
  LEFT JOIN threads AS h ON h.shop = o.shop AND h.buyer = o.buyer
  WHERE :here AND NOT :void
  ORDER BY h.thread, o.created, o.id
) AS s
"""

_VOID = """
SELECT 1 FROM flag_events AS f
WHERE f.order_id = o.id AND f.time < DATE_TRUNC('day', o.created) + INTERVAL 1 DAY
"""

# The latest time that occurs in the data of the shop, unless it is given.
_REACH = """
SELECT COALESCE(CAST(:given AS BIGINT), GREATEST(
  (SELECT MAX(t) FROM lines),
  (SELECT MAX(GREATEST(created, paid, shipped, received, logistics)) FROM made_orders),
  (SELECT EPOCH_MS(MAX(GREATEST(r.applied, r.finished))) // 1000
    FROM refunds AS r LEFT JOIN orders AS o ON o.id = r.order_id WHERE :here)
)) AS as_of
"""

_REFUNDS = """
SELECT o.order_no, r.id, r.amount, EPOCH_MS(r.applied) // 1000 AS applied,
  EPOCH_MS(r.finished) // 1000 AS finished
FROM refunds AS r
JOIN made_orders AS o ON o.id = r.order_id
WHERE r.status = '退款成功'
"""


def encode(
    service: Service, profile: Profile, as_of: int | None = None, shop: str = ""
) -> tuple[Step, ...]:
    """Agents, accounts, threads, lines in their order, orders, refunds."""
    is_auto = exp.or_(exp.column("auto", table="m"), *map(_begins_with, service.auto_prefixes))
    lines = _LINES_OF_NUMBERS if profile.has_number_ids else _LINES_OF_TEXTS
    return (
        step("agent_codes", "agents: the persons behind the accounts", service, _AGENTS,
             here=of_shop("p", shop)),
        step("account_codes", "accounts: whose they are, from when to when", service, _ACCOUNTS,
             here=of_shop("a", shop)),
        step(
            "threads",
            "threads: one per shop and buyer; a counterpart that is itself an account is no buyer"
            " (D8)",
            service,
            _THREADS,
            here=of_shop("o", shop),
        ),
        step(
            "lines",
            "lines in the order of thread, time and id: 0 buyer, 1 human, 2 automatic, 3 nobody's"
            " (D1, D8)",
            service,
            lines,
            is_auto=is_auto,
        ),
        step(
            "made_orders", "orders with the thread that they belong to", service, _ORDERS,
            here=of_shop("o", shop), void=_is_void(service),
        ),
        step(
            "reach", "how far the data reaches", service, _REACH,
            given="NULL" if as_of is None else str(as_of), here=of_shop("o", shop),
        ),
        step("made_refunds", "refunds that succeeded", service, _REFUNDS),
    )  # fmt: skip


def _is_void(service: Service) -> exp.Expr:
    """A flag of these codes, set before the end of the day of creation, voids an order."""
    if not service.void_flags:
        return exp.false()
    void = parsed(_VOID).copy()
    where = void.find(exp.Where)
    codes = [exp.Literal.string(code) for code in service.void_flags]
    if where is not None:
        where.set("this", exp.and_(where.this, exp.column("flag", table="f").isin(*codes)))
    return exp.Exists(this=void)


def _begins_with(prefix: str) -> exp.Expr:
    """A line that begins so is automatic; what begins it is a policy's text, never SQL."""
    text = exp.func("COALESCE", exp.column("text", table="m"), exp.Literal.string(""))
    return exp.StartsWith(this=text, expression=exp.Literal.string(prefix))
