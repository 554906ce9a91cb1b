"""D5, D12: who takes the credit, and who owes a handover, told from spans instead of lines.

What an agent says in a conversation is a **span** from its first line to its last. Where spans of a
thread lie in one another, the thread is read line by line, else span by span.
"""

from __future__ import annotations

from engine.facts.step import Step, one_of, step, view
from engine.policy.service import Service

_SPANS = """
SELECT
  thread, agent, first_served AS t, first_served_seq AS seq, last_served AS until, conversation,
  month, is_opened
FROM judged
WHERE is_buyer AND NOT first_served IS NULL
ORDER BY thread, t, seq
"""

_TANGLED = """
SELECT DISTINCT thread
FROM (
  SELECT thread, LAG(thread) OVER stored = thread AND t <= LAG(until) OVER stored AS is_tangled
  FROM spans
)
WHERE is_tangled
"""

# `is_opening`: a chat begins here. In a tangled thread its own first line follows it.
_SERVICES = """
SELECT ROW_NUMBER() OVER stored AS place, thread, agent, t, until, is_opening, conversation, month,
  is_opened
FROM (
  SELECT
    s.thread, s.agent, s.t, s.seq, CASE WHEN g.thread IS NULL THEN s.until ELSE s.t END AS until,
    TRUE AS is_opening, s.conversation, s.month, s.is_opened
  FROM spans AS s
  LEFT JOIN tangled AS g ON g.thread = s.thread
  UNION ALL
  SELECT thread, agent, t, seq, t, FALSE, NULL, NULL, NULL
  FROM lines
  WHERE kind = 1 AND thread IN (SELECT thread FROM tangled)
  ORDER BY thread, t, seq, is_opening DESC
)
"""

# The row before a run of one agent's rows is the last word of another agent for all of the run; it
# is carried to the openings within the run behind the place of the run. 0: nobody before.
_OPENINGS = """
SELECT
  thread, agent, t, place, conversation, month, is_opened, last_t,
  NULLIF(other_t % 4294967296, 0) AS other_t, NULLIF(other % 4294967296, 0) AS other
FROM (
  SELECT
    thread, agent, t, place, is_opening, conversation, month, is_opened, last_t,
    MAX(CASE WHEN is_run THEN place * 4294967296 + COALESCE(last_t, 0) END) OVER so_far AS other_t,
    MAX(CASE WHEN is_run THEN place * 4294967296 + COALESCE(last, 0) END) OVER so_far AS other
  FROM (
    SELECT
      thread, agent, t, place, is_opening, conversation, month, is_opened,
      COALESCE(LAG(thread) OVER stored <> thread OR LAG(agent) OVER stored <> agent, TRUE)
        AS is_run,
      CASE WHEN LAG(thread) OVER stored = thread THEN LAG(until) OVER stored END AS last_t,
      CASE WHEN LAG(thread) OVER stored = thread THEN LAG(agent) OVER stored END AS last
    FROM services
  )
)
WHERE is_opening
"""

_TAKERS = """
SELECT thread, agent, t, place, is_opened, COALESCE(:since, -1) < 0 AS is_first
FROM openings
WHERE COALESCE(t - :since >= :gap, TRUE)
"""
_SINCE = {"previous_other": "other_t", "any": "last_t"}


def spans(service: Service) -> tuple[Step, ...]:
    """`spans`, and `openings` with the last word of another agent before each."""
    return (
        step(
            "spans", "what each agent says in a conversation, from its first line to its last",
            service, _SPANS,
        ),
        step(
            "tangled", "threads in which agents speak at the same time", service, _TANGLED,
            order="thread, t, seq",
        ),
        step(
            "services", "the services of a thread one after the other", service, _SERVICES,
            order="thread, t, seq, is_opening DESC",
        ),
        step(
            "openings", "who spoke to the buyer last before each chat, and when", service,
            _OPENINGS, order="place",
        ),
    )  # fmt: skip


def takers_by_span(service: Service) -> tuple[Step, ...]:
    taken = view(
        "takers",
        f"D5: a later agent takes the credit {service.gap_seconds} s or more after the previous"
        " chat",
        service, _TAKERS, gap=service.gap_seconds, since=one_of(service.gap_from, _SINCE),
    )  # fmt: skip
    return (taken,)
