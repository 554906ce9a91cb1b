"""Text keys become whole numbers, once per data: no setting of a credit rule comes in here."""

from __future__ import annotations

from sqlglot import exp

from engine.core.record import record
from engine.facts.step import Step, of_shop, parsed, step, view
from engine.policy.service import Service

# What a line is. A line of a robot, a group or another account that is no agent's is nobody's.
BUYER, HUMAN, AUTO, NOBODY = 0, 1, 2, 3


@record
class Profile:
    """What the data is like: `has_number_ids`, every message id is of at most 18 digits;
    `has_dated_accounts`, some account has a first or a last day."""

    has_number_ids: bool = False
    has_dated_accounts: bool = True


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

_SHOPS = """
SELECT shop, CAST(ROW_NUMBER() OVER (ORDER BY shop) - 1 AS INTEGER) AS shop_no
FROM (
  SELECT p.shop FROM accounts AS p WHERE :here UNION SELECT p.shop FROM orders AS p WHERE :here
)
"""

_ACCOUNTS = """
SELECT
  a.account, a.pseudonym, a.shop, s.shop_no, a.kind, g.agent_no,
  CAST(ROW_NUMBER() OVER (ORDER BY a.account, a.start NULLS FIRST) AS INTEGER) AS account_no,
  CAST(a.start AS TIMESTAMP) AS starts, CAST(a."end" AS TIMESTAMP) AS ends
FROM accounts AS a
JOIN shop_codes AS s ON s.shop = a.shop
LEFT JOIN agent_codes AS g ON a.kind = 'agent' AND g.agent = a.agent
WHERE :here
"""

# A table of their own: a filter here would let the planner think that few lines are left.
_DESKS = """
SELECT account, shop_no, agent_no, account_no, starts, ends FROM account_codes WHERE kind = 'agent'
"""

# The numbers between those of two buyers are for their threads with the other shops.
_BUYERS = """
SELECT
  p.buyer,
  CAST(
    CASE WHEN p.buyer IN (SELECT pseudonym FROM accounts WHERE NOT pseudonym IS NULL)
      THEN -1 ELSE 1 END
    * ROW_NUMBER() OVER () * (SELECT COUNT(*) FROM shop_codes) AS INTEGER
  ) AS first_thread
FROM (
  SELECT m.buyer FROM messages AS m WHERE :known
  UNION SELECT o.buyer FROM orders AS o WHERE NOT o.buyer IS NULL AND :here
) AS p
"""
_KNOWN = "m.account IN (SELECT account FROM account_codes)"

_THREADS = """
SELECT b.first_thread + s.shop_no AS thread, s.shop, b.buyer, b.first_thread > 0 AS is_buyer
FROM buyer_codes AS b
CROSS JOIN shop_codes AS s
"""

_LINES = """
SELECT
  b.first_thread + a.shop_no AS thread, a.agent_no AS agent, a.account_no AS account,
  CAST(:kind AS TINYINT) AS kind, CAST(EPOCH_US(m.time) // 1000000 AS INTEGER) AS t,
  :seq AS seq, CAST(m.chars AS INTEGER) AS chars
FROM messages AS m
JOIN {accounts} AS a ON a.account = m.account AND :in_force
JOIN buyer_codes AS b ON b.buyer = m.buyer
WHERE :which
"""
# The empty line at the end ends the last turn and the last conversation.
_SORTED_LINES = f"""
SELECT thread, agent, account, kind, t, seq, chars
FROM (
  {_LINES.replace("{accounts}", "desks")}
  UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL
)
ORDER BY thread, agent, t, seq
"""
_OTHER_LINES = _LINES.replace("{accounts}", "account_codes")
_IN_FORCE = """
  (a.starts IS NULL OR m.time >= a.starts) AND (a.ends IS NULL OR m.time < a.ends)
"""

# Ids of digits only are compared as numbers, others as text by code point.
_NUMBERS = "CAST(m.id AS BIGINT)"
_TEXTS = """
  CASE
    WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+')
      THEN '0' || LPAD(CAST(LENGTH(LTRIM(m.id, '0')) AS VARCHAR), 9, '0') || LTRIM(m.id, '0')
        || m.id
    ELSE '1' || m.id
  END
"""
BY_ID = """
  CASE WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+') THEN 0 ELSE 1 END,
  CASE WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+') THEN LENGTH(LTRIM(m.id, '0')) ELSE 0 END,
  CASE WHEN REGEXP_FULL_MATCH(m.id, '[0-9]+') THEN LTRIM(m.id, '0') ELSE m.id END,
  m.id
"""

_ORDERS = """
SELECT
  CAST(ROW_NUMBER() OVER () AS INTEGER) AS order_no, o.id, o.shop,
  b.first_thread + s.shop_no AS thread, COALESCE(b.first_thread > 0, FALSE) AS is_buyer, o.status,
  o.status = '交易关闭' AS is_closed,
  CAST(EPOCH_US(o.created) // 1000000 AS INTEGER) AS created,
  CAST(EPOCH_US(o.paid) // 1000000 AS INTEGER) AS paid,
  CAST(EPOCH_US(o.shipped) // 1000000 AS INTEGER) AS shipped,
  CAST(EPOCH_US(o.received) // 1000000 AS INTEGER) AS received,
  CAST(EPOCH_US(o.logistics) // 1000000 AS INTEGER) AS logistics,
  CAST(o.amount AS DECIMAL(18, 2)) AS amount, o.items
FROM orders AS o
JOIN shop_codes AS s ON s.shop = o.shop
LEFT JOIN buyer_codes AS b ON b.buyer = o.buyer
WHERE :here AND NOT :void
"""

_VOID = """
SELECT 1 FROM flag_events AS f
WHERE f.order_id = o.id AND f.time < DATE_TRUNC('day', o.created) + INTERVAL 1 DAY
"""

# The latest time that occurs in the data of the shop, unless it is given.
_REACH = """
SELECT EPOCH_MS(GREATEST(
  (SELECT MAX(m.time) FROM messages AS m WHERE :known),
  (SELECT GREATEST(MAX(o.created), MAX(o.paid), MAX(o.shipped), MAX(o.received), MAX(o.logistics))
    FROM orders AS o WHERE :here),
  (SELECT GREATEST(MAX(r.applied), MAX(r.finished))
    FROM refunds AS r LEFT JOIN orders AS o ON o.id = r.order_id WHERE :here)
)) // 1000 AS as_of
"""

_REFUNDS = """
SELECT o.order_no, r.id AS refund, r.amount,
  CAST(EPOCH_US(r.applied) // 1000000 AS INTEGER) AS applied,
  CAST(EPOCH_US(r.finished) // 1000000 AS INTEGER) AS finished
FROM refunds AS r
JOIN made_orders AS o ON o.id = r.order_id
WHERE r.status = '退款成功'
"""


def encode(
    service: Service, profile: Profile, as_of: int | None = None, shop: str = ""
) -> tuple[Step, ...]:
    """Agents, accounts, threads, lines in their order, orders, refunds."""
    known = _KNOWN if shop else "TRUE"
    return (
        step("agent_codes", "agents: the persons behind the accounts", service, _AGENTS,
             here=of_shop("p", shop)),
        step("shop_codes", "shops", service, _SHOPS, here=of_shop("p", shop)),
        step("account_codes", "accounts: whose they are, from when to when", service, _ACCOUNTS,
             here=of_shop("a", shop)),
        step("desks", "accounts at which agents sit", service, _DESKS),
        step(
            "buyer_codes",
            "buyers; a counterpart that is itself an account is none, and below zero (D8)",
            service, _BUYERS, here=of_shop("o", shop), known=known,
        ),
        view("threads", "threads: one per shop and buyer", service, _THREADS),
        *_lines(service, profile),
        step(
            "made_orders", "orders with the thread that they belong to", service, _ORDERS,
            here=of_shop("o", shop), void=_is_void(service),
        ),
        step(
            "reach", "how far the data reaches", service,
            _REACH if as_of is None else "SELECT CAST(:given AS BIGINT) AS as_of",
            given=as_of or 0, here=of_shop("o", shop), known=known,
        ),
        step("made_refunds", "refunds that succeeded", service, _REFUNDS),
    )  # fmt: skip


def _lines(service: Service, profile: Profile) -> tuple[Step, ...]:
    """The one sort of everything that was said; what is not said by a person stands apart."""
    is_auto = exp.paren(
        exp.or_(exp.column("auto", table="m"), *map(_begins_with, service.auto_prefixes))
    )
    parts: dict[str, str | exp.Expr] = {
        "seq": _NUMBERS if profile.has_number_ids else _TEXTS,
        "in_force": _IN_FORCE if profile.has_dated_accounts else "TRUE",
        "is_auto": is_auto,
    }
    return (
        step(
            "lines",
            "lines of buyers (0) and of persons (1), by thread, agent, time and id (D1, D8)",
            service, _SORTED_LINES, kind="CASE WHEN m.direction = 'in' THEN 0 ELSE 1 END",
            which="NOT (m.direction <> 'in' AND :is_auto)", **parts,
        ),
        step(
            "other_lines", "automatic lines (2), and those that are nobody's (3)", service,
            _OTHER_LINES,
            kind="CASE WHEN a.kind <> 'agent' THEN 3 ELSE 2 END",
            which="a.kind <> 'agent' OR (m.direction <> 'in' AND :is_auto)", **parts,
        ),
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
