"""D11, D12: consults that nobody answered in time, and buyers to hand back to a colleague."""

from __future__ import annotations

from engine.facts.step import Step, step
from engine.policy.service import Service

# Most consults are answered within the conversation; only the others look for a later line.
_LATE = """
SELECT u.agent, u.month, u.conversation
FROM (
  SELECT j.agent, j.month, j.conversation, j.thread, j.first_asked, j.first_asked_pos,
    j.first_asked + :hours AS due
  FROM judged AS j
  CROSS JOIN reach AS d
  WHERE j.is_consult AND j.is_buyer AND j.buyer_lines > 0 AND d.as_of > j.first_asked + :hours
) AS u
ASOF LEFT JOIN (SELECT thread, pos, t FROM said WHERE kind = 1 AND is_buyer) AS w
  ON w.thread = u.thread AND u.first_asked_pos < w.pos
WHERE w.t IS NULL OR w.t > u.due
"""

_ALL_SERVED = """
SELECT pos, thread, agent, t FROM said WHERE kind = 1 AND is_buyer ORDER BY pos
"""

_ALL_MARKED = """
SELECT
  pos, thread, agent, t,
  MAX(CASE WHEN is_run THEN from_pos END)
    OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS from_pos
FROM (
  SELECT
    *,
    COALESCE(LAG(thread) OVER () <> thread OR LAG(agent) OVER () <> agent, TRUE) AS is_run,
    CASE WHEN LAG(thread) OVER () = thread THEN LAG(pos) OVER () ELSE pos END AS from_pos
  FROM all_served
)
"""

_HANDOVERS = """
SELECT
  s.agent, s.month, s.conversation, s.colleague,
  COALESCE(w.t - s.t <= :handover, FALSE) AS is_done
FROM (
  SELECT
    j.agent, j.month, j.conversation, j.thread, j.first_served AS t, j.first_served_pos AS pos,
    r.agent AS colleague
  FROM judged AS j
  JOIN all_marked AS m ON m.pos = j.first_served_pos
  JOIN all_marked AS r ON r.pos = m.from_pos AND r.agent <> j.agent
  WHERE j.is_buyer AND j.first_served - r.t < :gap
) AS s
ASOF LEFT JOIN all_served AS w
  ON w.thread = s.thread AND w.agent = s.colleague AND s.pos < w.pos
"""


def duties(service: Service) -> tuple[Step, ...]:
    """`late_answers` and `handovers`, one row per conversation."""
    return (
        step(
            "late_answers",
            f"D11: a buyer's question is to be answered within {service.answer_hours} h",
            service, _LATE, hours=service.answer_hours * 3600,
        ),
        step(
            "late_details",
            f"D11: what the item page lacks is to be told within {service.details_hours} h",
            service, _LATE, hours=service.details_hours * 3600,
        ),
        step("all_served", "human lines in the order of their threads", service, _ALL_SERVED),
        step("all_marked", "and the last line of another agent before each", service, _ALL_MARKED),
        step(
            "handovers",
            f"D12: less than {service.gap_seconds} s after a colleague the buyer is handed back",
            service, _HANDOVERS, gap=service.gap_seconds, handover=service.handover_seconds,
        ),
    )  # fmt: skip
