"""Credit where it hangs on the order: each thread is read anew for every creation and payment."""

from __future__ import annotations

from engine.facts.credit import lookback_seconds
from engine.facts.served import served
from engine.facts.step import Step, one_of, step
from engine.policy.service import Service

_SPOKEN = """
SELECT s.thread, s.agent, s.conversation, s.kind, s.t, s.pos, j.is_opened
FROM said AS s
JOIN (
  SELECT conversation, agent, is_opened FROM judged WHERE is_buyer AND :kept
) AS j ON j.conversation = s.conversation AND j.agent = s.agent
"""

# A line that is older than the look-back is not looked at.
_SILENCE = """
SELECT
  o.order_no, o.thread, o.created, o.paid,
  NOT o.is_buyer OR (
    NOT COALESCE(:near_served, FALSE) AND NOT COALESCE(:near_heard, FALSE)
  ) AS is_silent
FROM made_orders AS o
ASOF LEFT JOIN (SELECT DISTINCT thread, t FROM served) AS v
  ON v.thread = o.thread AND BEFORE(v.t, o.created)
ASOF LEFT JOIN heard AS e ON e.thread = o.thread AND BEFORE(e.t, o.created)
"""
_HEARD = {
    "no_agent_line": "SELECT NULL::INTEGER AS thread, NULL::BIGINT AS t WHERE FALSE",
    "no_line": "SELECT DISTINCT thread, t FROM said WHERE kind = 0",
    "no_chat": "SELECT thread, t FROM lines UNION SELECT thread, t FROM other_lines",
}

_EVENTS = """
SELECT order_no * 2 AS event, thread, created AS until, NULL::BIGINT AS since
FROM order_silence WHERE NOT is_silent
UNION ALL
SELECT order_no * 2 + 1, thread, paid, CASE WHEN is_silent THEN created END
FROM order_silence WHERE NOT paid IS NULL AND NOT thread IS NULL
"""

_READ = """
SELECT
  r.event, r.thread, r.agent, r.t, r.pos, r.since, r.is_opened, r.is_candidate, r.starts,
  ROW_NUMBER() OVER (PARTITION BY r.event ORDER BY r.pos) AS place
FROM (
  SELECT
    e.event, e.since, s.thread, s.agent, s.t, s.pos, s.is_opened, s.kind,
    COALESCE(SUM(CASE WHEN s.kind = 1 THEN 1 ELSE 0 END) OVER earlier, 0) AS written,
    s.kind = 1 AND (:each_line OR COALESCE(SUM(CASE WHEN s.kind = 1 THEN 1 ELSE 0 END)
      OVER earlier, 0) = 0) AS is_candidate,
    CASE
      WHEN :by_edges THEN MIN(s.t) OVER (PARTITION BY e.event, s.conversation, s.agent)
      ELSE s.t
    END AS starts
  FROM credit_events AS e
  JOIN spoken AS s
    ON s.thread = e.thread AND BEFORE(s.t, e.until)
    AND (e.since IS NULL OR NOT_BEFORE(s.t, e.since)) AND :near
  WINDOW earlier AS (
    PARTITION BY e.event, s.conversation, s.agent ORDER BY s.pos
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
) AS r
WHERE r.kind = 1 OR (:by_edges AND r.written > 0)
"""

_ANSWERED_BY = """
SELECT
  event, ARG_MAX(agent, place) FILTER (
    WHERE is_candidate AND CASE
      WHEN NOT back IS NULL THEN starts - back >= :gap
      WHEN NOT since IS NULL THEN :distant
      ELSE TRUE
    END
  ) AS agent
FROM (SELECT m.*, :back AS back FROM read_marked AS m)
GROUP BY event
"""

_READ_MARKED = """
SELECT
  m.*,
  LAG(m.t) OVER (PARTITION BY m.event ORDER BY m.place) AS last_t,
  CASE WHEN b.agent <> m.agent THEN b.t END AS other_t
FROM (
  SELECT
    r.*,
    MAX(CASE WHEN is_run THEN GREATEST(place - 1, 1) END) OVER (
      PARTITION BY event ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS from_place
  FROM (
    SELECT
      *,
      COALESCE(LAG(agent) OVER (PARTITION BY event ORDER BY place) <> agent, TRUE) AS is_run
    FROM credit_read
  ) AS r
) AS m
LEFT JOIN (SELECT event AS at, place AS on_place, agent, t FROM credit_read) AS b
  ON b.at = m.event AND b.on_place = m.from_place
"""
_BACK = {"previous_other": "m.other_t", "any": "m.last_t"}

# The holder's own last line decides, so the lines are walked one after the other.
_WALK = """
WITH RECURSIVE walk AS (
  SELECT event, CAST(0 AS BIGINT) AS place, CAST(NULL AS INTEGER) AS agent,
    CAST(NULL AS BIGINT) AS held
  FROM credit_events
  UNION ALL
  SELECT
    event, place,
    CASE WHEN takes THEN reader ELSE agent END,
    CASE WHEN takes OR reader = agent THEN t ELSE held END
  FROM (
    SELECT
      w.event, m.place, w.agent, w.held, m.agent AS reader, m.t,
      m.is_candidate AND COALESCE(m.agent <> w.agent, TRUE) AND CASE
        WHEN NOT w.held IS NULL THEN m.starts - w.held >= :gap
        WHEN NOT m.since IS NULL THEN :distant
        ELSE TRUE
      END AS takes
    FROM walk AS w
    JOIN credit_read AS m ON m.event = w.event AND m.place = w.place + 1
  )
)
SELECT event, ARG_MAX(agent, place) FILTER (WHERE NOT agent IS NULL) AS agent
FROM walk GROUP BY event
"""

_CREDIT = """
SELECT o.order_no, o.thread, o.created, o.paid, o.is_silent, c.agent AS order_agent,
  p.agent AS payment_agent
FROM order_silence AS o
LEFT JOIN credited AS c ON c.event = o.order_no * 2
LEFT JOIN credited AS p ON p.event = o.order_no * 2 + 1
"""


def credit_by_reading(service: Service) -> tuple[Step, ...]:
    """`order_credit`, by reading each thread up to each creation and payment."""
    back = lookback_seconds(service)
    by_edges = service.gap_points == "edges" and service.gap_unit == "conversation"
    return (
        served(service),
        step(
            "spoken", "lines of buyer and agents in conversations that serve", service, _SPOKEN,
            kept="TRUE" if service.filtered_serves else "NOT is_filtered",
        ),
        step("heard", "D6: what keeps an order from being silent", service,
             one_of(service.silent_if, _HEARD)),
        step(
            "order_silence", "D6: orders without a chat before them, within the look-back",
            service, _SILENCE,
            near_served="NOT v.t IS NULL" if back is None else "v.t >= o.created - :back",
            near_heard="NOT e.t IS NULL" if back is None else "e.t >= o.created - :back",
            back=back or 0,
        ),
        step("credit_events", "the moments at which somebody holds the credit", service, _EVENTS),
        step(
            "credit_read", "the lines that are read for each of them", service, _READ,
            each_line="TRUE" if service.gap_unit == "line" else "FALSE",
            by_edges="TRUE" if by_edges else "FALSE",
            near="TRUE" if back is None else "s.t >= e.until - :back", back=back or 0,
        ),
        *_holders(service),
        step("order_credit", "D4: who held the credit at creation and at payment", service,
             _CREDIT),
    )  # fmt: skip


def _holders(service: Service) -> tuple[Step, ...]:
    rule = f"D5: a later agent takes the credit {service.gap_seconds} s or more after the holder"
    distant = "m.starts - m.since >= :silent_gap"
    if service.silent_scope == "agent_opened":
        distant += " OR m.is_opened"
    if service.gap_from == "holder":
        walked = step(
            "credited", rule, service, _WALK, gap=service.gap_seconds, distant=distant,
            silent_gap=service.silent_gap_seconds,
        )  # fmt: skip
        return (walked,)
    return (
        step("read_marked", "the previous chat before each line", service, _READ_MARKED),
        step(
            "credited", rule, service, _ANSWERED_BY, gap=service.gap_seconds,
            distant=distant.replace("m.", ""), silent_gap=service.silent_gap_seconds,
            back=one_of(service.gap_from, _BACK),
        ),
    )  # fmt: skip
