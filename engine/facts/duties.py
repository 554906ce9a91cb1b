"""D11, D12: consults that nobody answered in time, and buyers to hand back to a colleague."""

from __future__ import annotations

from engine.facts.step import Step, step
from engine.policy.service import Service

# Most consults are answered in time within the conversation; only the others look further.
_QUESTIONS = """
SELECT j.agent, j.month, j.conversation, j.thread, j.first_asked AS t, j.first_asked_seq AS seq
FROM judged AS j
CROSS JOIN reach AS d
WHERE j.is_consult AND j.is_buyer AND NOT j.first_asked IS NULL
  AND d.as_of - j.first_asked > :hours
  AND (j.first_reply IS NULL OR j.first_reply - j.first_asked > :hours)
"""

_ANSWERS = """
SELECT thread, t, seq FROM lines
WHERE kind = 1 AND thread IN (SELECT thread FROM {questions})
"""

# Of a line in the very second of the question the id tells whether it answers.
_LATE = """
SELECT u.agent, u.month, u.conversation
FROM {questions} AS u
ASOF LEFT JOIN {answers} AS w ON w.thread = u.thread AND u.t < w.t
WHERE COALESCE(w.t - u.t > :hours, TRUE) AND NOT EXISTS (
  SELECT 1 FROM {answers} AS a WHERE a.thread = u.thread AND a.t = u.t AND a.seq > u.seq
)
"""

_HANDOVERS = """
SELECT
  s.agent, s.month, s.conversation, s.colleague,
  COALESCE(w.t - s.t <= :handover, FALSE) AS is_done
FROM (
  SELECT agent, month, conversation, thread, t, place, other AS colleague
  FROM openings
  WHERE t - other_t < :gap
) AS s
ASOF LEFT JOIN services AS w
  ON w.thread = s.thread AND w.agent = s.colleague AND s.place < w.place
"""


def duties(service: Service) -> tuple[Step, ...]:
    """`late_answers` and `handovers`, one row per conversation."""
    return (
        *_late(
            service, "late_answers", service.answer_hours,
            f"D11: a buyer's question is to be answered within {service.answer_hours} h",
        ),
        *_late(
            service, "late_details", service.details_hours,
            f"D11: what the item page lacks is to be told within {service.details_hours} h",
        ),
        step(
            "handovers",
            f"D12: less than {service.gap_seconds} s after a colleague the buyer is handed back",
            service, _HANDOVERS, gap=service.gap_seconds, handover=service.handover_seconds,
        ),
    )  # fmt: skip


def _late(service: Service, name: str, hours: int, comment: str) -> tuple[Step, ...]:
    questions, answers = f"questions_of_{name}", f"answers_of_{name}"
    limit = {"hours": hours * 3600}

    def put(text: str) -> str:
        return text.replace("{questions}", questions).replace("{answers}", answers)

    return (
        step(
            questions, f"consults without an answer of their own within {hours} h", service,
            _QUESTIONS, **limit,
        ),
        step(answers, "what persons of the shop wrote to these buyers", service, put(_ANSWERS)),
        step(name, comment, service, put(_LATE), **limit),
    )  # fmt: skip
