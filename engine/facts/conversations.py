"""D2: a silence ends a conversation. One row per conversation and agent: the agent's part of it."""

from __future__ import annotations

import datetime as dt

from sqlglot import exp

from engine.facts.step import Step, one_of, parsed, step
from engine.policy.service import Service

_STREAMS = {"agent": "agent", "account": "account", "shop": "0"}

_TALK = """
SELECT thread, is_buyer, agent, :stream AS stream, kind, t, pos
FROM lines
WHERE kind <= :last_kind
ORDER BY thread, stream, pos
"""

_SAID = """
SELECT
  ROW_NUMBER() OVER () AS n, conversation, thread, is_buyer, agent, stream, kind, t, pos
FROM (
  SELECT
    *,
    SUM(CASE WHEN is_new THEN 1 ELSE 0 END)
      OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS conversation
  FROM (
    SELECT
      *,
      COALESCE(
        LAG(thread) OVER () <> thread OR LAG(stream) OVER () <> stream
        OR t - LAG(t) OVER () >= :silence OR :cut,
        TRUE
      ) AS is_new
    FROM talk
  )
)
WHERE kind <= 1
"""

_PARTS = """
SELECT
  conversation, thread, is_buyer, agent, ANY_VALUE(stream) AS stream,
  MIN(t) AS start, MAX(t) AS ending, MIN(pos) AS first_pos,
  COUNT(*) FILTER (WHERE kind = 0) AS buyer_lines,
  COUNT(*) FILTER (WHERE kind = 1) AS agent_lines,
  MIN(t) FILTER (WHERE kind = 0) AS first_asked,
  MIN(pos) FILTER (WHERE kind = 0) AS first_asked_pos,
  MIN(t) FILTER (WHERE kind = 1) AS first_served,
  MIN(pos) FILTER (WHERE kind = 1) AS first_served_pos,
  MAX(pos) FILTER (WHERE kind = 1) AS last_served_pos
FROM said
GROUP BY conversation, thread, is_buyer, agent
"""

_CHATS = """
SELECT
  p.*,
  p.first_asked_pos IS NULL OR COALESCE(p.last_served_pos > p.first_asked_pos, FALSE)
    OR (:late AND w.is_next_human) AS is_answered,
  (p.buyer_lines > 0 OR :needed) AND NOT COALESCE(:blackout, FALSE) AS is_consult,
  COALESCE(:blackout, FALSE) AS is_blackout,
  w.whole_start, w.whole_pos, w.is_opened_by_buyer,
  DAY_NO(w.whole_start) AS day, MONTH_NO(w.whole_start) AS month
FROM parts AS p
JOIN (
  SELECT
    conversation, thread, stream, whole_start, whole_pos, is_opened_by_buyer,
    COALESCE(
      LEAD(thread) OVER w = thread AND LEAD(stream) OVER w = stream
      AND NOT LEAD(is_opened_by_buyer) OVER w,
      FALSE
    ) AS is_next_human
  FROM (
    SELECT
      conversation, MIN(thread) AS thread, MIN(stream) AS stream, MIN(start) AS whole_start,
      MIN(first_pos) AS whole_pos,
      COALESCE(MIN(first_asked_pos) < MIN(first_served_pos), MIN(first_served_pos) IS NULL)
        AS is_opened_by_buyer
    FROM parts
    GROUP BY conversation
  )
  WINDOW w AS (ORDER BY conversation)
) AS w ON w.conversation = p.conversation
"""


def conversations(service: Service) -> tuple[Step, ...]:
    """`said`: lines with their conversation; `chats`: what each agent has of each conversation."""
    stream = one_of(service.conversation_of, _STREAMS)
    cut = "MONTH_NO(t) <> MONTH_NO(LAG(t) OVER ())" if service.month_cut else "FALSE"
    return (
        step(
            "talk",
            "lines by stream; automatic ones only where they break the silence",
            service, _TALK, stream=stream, last_kind=2 if service.silence_counts_auto else 1,
        ),
        step(
            "said",
            f"D2: a silence of {service.silence_seconds} s or more starts a new conversation",
            service, _SAID, silence=service.silence_seconds, cut=cut,
        ),
        step("parts", "what each agent has of each conversation", service, _PARTS),
        step(
            "chats",
            "a consult holds a line of the buyer; D2, late_reply_answers: is it answered",
            service, _CHATS,
            late="TRUE" if service.late_reply_answers else "FALSE",
            needed="FALSE" if service.consult_needs_buyer_line else "TRUE",
            blackout=_blackout(service),
        ),
    )  # fmt: skip


def _blackout(service: Service) -> exp.Expr:
    """Whether a conversation began on a day that does not count."""
    epoch = dt.date(1970, 1, 1)
    found: list[exp.Expr] = [exp.false()]
    for days in service.blackout:
        day = parsed("DAY_NO(w.whole_start)")
        start, end = ((d - epoch).days for d in (days.start, days.end))
        found.append(exp.and_(day.copy() >= start, day.copy() < end))
    return exp.paren(exp.or_(*found)) if service.blackout else exp.false()
