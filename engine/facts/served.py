"""D4, D5: who takes the credit, line by line: where each line is judged, or a filtered chat earns
nothing."""

from __future__ import annotations

from engine.facts.step import Step, one_of, step, view
from engine.policy.service import Service

_SERVED = """
SELECT s.pos, s.thread, s.agent, s.t, s.seq, s.conversation
FROM said AS s
WHERE s.kind = 1 AND s.is_buyer AND :serves
ORDER BY s.pos
"""
_SERVES = (
    "NOT EXISTS (SELECT 1 FROM judged AS j WHERE j.is_filtered"
    " AND j.conversation = s.conversation AND j.agent = s.agent)"
)

_CANDIDATES = """
SELECT s.thread, s.agent, s.t, s.pos, j.is_opened
FROM served AS s
JOIN judged AS j ON j.conversation = s.conversation AND j.agent = s.agent AND :judged
"""
_JUDGED = {"conversation": "j.first_served_seq = s.seq", "line": "TRUE"}

# The line before a run of one agent's lines is the last of another agent for all of the run.
_MARKED = """
SELECT
  pos, thread, agent, t, last_t, MAX(CASE WHEN is_run THEN from_pos END) OVER so_far AS from_pos
FROM (
  SELECT
    pos, thread, agent, t,
    CASE WHEN LAG(thread) OVER stored = thread THEN LAG(t) OVER stored END AS last_t,
    COALESCE(LAG(thread) OVER stored <> thread OR LAG(agent) OVER stored <> agent, TRUE) AS is_run,
    CASE WHEN LAG(thread) OVER stored = thread THEN LAG(pos) OVER stored ELSE pos END AS from_pos
  FROM served
)
"""

_TAKERS = """
SELECT s.thread, s.agent, s.t, s.pos AS place, s.is_opened, s.since IS NULL AS is_first
FROM (
  SELECT c.thread, c.agent, c.t, c.pos, c.is_opened, :since AS since
  FROM candidates AS c
  LEFT JOIN marked AS m ON m.pos = c.pos
  LEFT JOIN marked AS r ON r.pos = m.from_pos AND r.agent <> c.agent
) AS s
WHERE s.since IS NULL OR s.t - s.since >= :gap
"""
_SINCE = {"previous_other": "r.t", "any": "m.last_t"}


def served(service: Service) -> Step:
    return step(
        "served", "D4: the services: human lines to buyers", service, _SERVED,
        serves="TRUE" if service.filtered_serves else _SERVES,
    )  # fmt: skip


def takers_by_line(service: Service) -> tuple[Step, ...]:
    return (
        served(service),
        view(
            "candidates", "D5: judged once per conversation, or at each line", service,
            _CANDIDATES, judged=one_of(service.gap_unit, _JUDGED),
        ),
        step(
            "marked", "the last line of another agent before each service", service, _MARKED,
            order="pos",
        ),
        view(
            "takers",
            f"D5: a later agent takes the credit {service.gap_seconds} s or more after the previous"
            " chat",
            service, _TAKERS, gap=service.gap_seconds, since=one_of(service.gap_from, _SINCE),
        ),
    )  # fmt: skip
