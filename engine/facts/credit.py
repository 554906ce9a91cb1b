"""D4, D5, D7: whose credit an order and its payment are: the thread's holder just before them.

Where the previous chat is that of the last other agent (or of anyone) and nothing limits how far
back a thread is read, whether a line takes the credit hangs on the line alone: `takers` tells it
once for all orders. Other settings read the thread anew for every order: see `reading.py`.
"""

from __future__ import annotations

from engine.facts.step import SECONDS_OF_DAY, Step, one_of, step
from engine.policy.service import Service

_SERVED = """
SELECT s.pos, s.thread, s.agent, s.t, s.conversation
FROM said AS s
WHERE s.kind = 1 AND s.is_buyer AND :serves
ORDER BY s.pos
"""
_SERVES = (
    "NOT EXISTS (SELECT 1 FROM judged AS j WHERE j.is_filtered"
    " AND j.conversation = s.conversation AND j.agent = s.agent)"
)

_CANDIDATES = {
    "conversation": """
        SELECT
          thread, agent, first_served AS t, first_served_pos AS pos,
          COALESCE(first_pos = first_asked_pos, FALSE) AS is_opened
        FROM judged
        WHERE is_buyer AND NOT first_served IS NULL AND :kept
    """,
    "line": """
        SELECT
          s.thread, s.agent, s.t, s.pos, COALESCE(j.first_pos = j.first_asked_pos, FALSE)
            AS is_opened
        FROM served AS s
        JOIN judged AS j ON j.conversation = s.conversation AND j.agent = s.agent
    """,
}

# The line before a run of one agent's lines is the last of another agent for all of the run.
_MARKED = """
SELECT
  pos, thread, agent, t, last_t,
  MAX(CASE WHEN is_run THEN from_pos END)
    OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS from_pos
FROM (
  SELECT
    *,
    CASE WHEN LAG(thread) OVER () = thread THEN LAG(t) OVER () END AS last_t,
    COALESCE(LAG(thread) OVER () <> thread OR LAG(agent) OVER () <> agent, TRUE) AS is_run,
    CASE WHEN LAG(thread) OVER () = thread THEN LAG(pos) OVER () ELSE pos END AS from_pos
  FROM (SELECT pos, thread, agent, t FROM served)
)
"""

_TAKERS = """
SELECT
  s.*, s.since IS NULL AS is_first, COALESCE(s.t - s.since >= :gap, FALSE) AS is_after_gap
FROM (
  SELECT
    c.thread, c.agent, c.t, c.pos, c.is_opened, :since AS since
  FROM candidates AS c
  LEFT JOIN marked AS m ON m.pos = c.pos
  LEFT JOIN marked AS r ON r.pos = m.from_pos AND r.agent <> c.agent
) AS s
"""
_SINCE = {"previous_other": "r.t", "any": "m.last_t"}

_LAST_OF_SECOND = """
SELECT thread, t, ARG_MAX(agent, pos) AS agent FROM takers WHERE :which GROUP BY thread, t
"""

_CREDIT = """
SELECT
  s.*,
  CASE
    WHEN s.is_silent THEN COALESCE(s.later_agent, CASE WHEN :distant THEN s.opening_agent END)
    ELSE s.paying_agent
  END AS payment_agent
FROM (
  SELECT
    o.order_no, o.is_silent, o.created, o.order_agent, p.agent AS paying_agent,
    g.agent AS later_agent, f.agent AS opening_agent, f.t AS opened, q.t AS opened_by_buyer
  FROM (
    SELECT
      o.order_no, o.thread, o.created, o.paid, :is_silent AS is_silent,
      CASE WHEN NOT (:is_silent) THEN h.agent END AS order_agent
    FROM made_orders AS o
    ASOF LEFT JOIN holders AS h ON h.thread = o.thread AND BEFORE(h.t, o.created)
    LEFT JOIN first_heard AS e ON e.thread = o.thread
  ) AS o
  ASOF LEFT JOIN holders AS p ON p.thread = o.thread AND BEFORE(p.t, o.paid)
  ASOF LEFT JOIN takers_later AS g ON g.thread = o.thread AND BEFORE(g.t, o.paid)
  ASOF LEFT JOIN takers_first AS f ON f.thread = o.thread AND BEFORE(f.t, o.paid)
  ASOF LEFT JOIN takers_opened AS q ON q.thread = o.thread AND BEFORE(q.t, o.paid)
) AS s
"""

# silent_if: what must not have been heard before the order
_HEARD = {
    "no_agent_line": "SELECT NULL::INTEGER AS thread, NULL::BIGINT AS t WHERE FALSE",
    "no_line": "SELECT thread, MIN(t) AS t FROM said WHERE kind = 0 GROUP BY thread",
    "no_chat": "SELECT thread, MIN(t) AS t FROM lines GROUP BY thread",
}
_IS_SILENT = "NOT o.is_buyer OR (h.agent IS NULL AND NOT COALESCE(BEFORE(e.t, o.created), FALSE))"


def reads_each_order(service: Service) -> bool:
    """Whether who takes the credit hangs on the order for which the thread is read."""
    by_edges = service.gap_points == "edges" and service.gap_unit == "conversation"
    return service.lookback_days is not None or service.gap_from == "holder" or by_edges


def served(service: Service) -> Step:
    return step(
        "served", "D4: the services: human lines to buyers", service, _SERVED,
        serves="TRUE" if service.filtered_serves else _SERVES,
    )  # fmt: skip


def credit(service: Service) -> tuple[Step, ...]:
    """`order_credit`: order_agent, payment_agent and silence of every order, told once."""
    kept = "TRUE" if service.filtered_serves else "NOT is_filtered"
    is_silent = _IS_SILENT
    distant = "s.opened - s.created >= :silent_gap"
    if service.silent_scope == "agent_opened":
        distant += " OR NOT s.opened_by_buyer IS NULL"
    return (
        served(service),
        step(
            "candidates", "D5: judged once per conversation, or at each line", service,
            one_of(service.gap_unit, _CANDIDATES), kept=kept,
        ),
        step("marked", "the last line of another agent before each service", service, _MARKED),
        step(
            "takers",
            f"D5: a later agent takes the credit {service.gap_seconds} s or more after the previous"
            " chat",
            service, _TAKERS, gap=service.gap_seconds, since=one_of(service.gap_from, _SINCE),
        ),
        _last("holders", "who holds the credit from when on", service, "is_first OR is_after_gap"),
        _last("takers_later", "who took it from a colleague", service, "is_after_gap"),
        _last("takers_first", "who served before any colleague", service, "is_first"),
        _last("takers_opened", "and was asked by the buyer", service, "is_first AND is_opened"),
        step(
            "first_heard", "D6: what keeps an order from being silent", service,
            one_of(service.silent_if, _HEARD),
        ),
        step(
            "order_credit",
            "D4: the order is the holder's at its creation, the payment the holder's at the"
            f" payment\nD6: following up a silent order within {service.silent_gap_seconds} s"
            " earns nothing",
            service, _CREDIT, is_silent=is_silent, distant=distant,
            silent_gap=service.silent_gap_seconds,
        ),
    )  # fmt: skip


def _last(name: str, comment: str, service: Service, which: str) -> Step:
    return step(name, comment, service, _LAST_OF_SECOND, which=which)


def lookback_seconds(service: Service) -> int | None:
    days = service.lookback_days
    return None if days is None else days * SECONDS_OF_DAY
