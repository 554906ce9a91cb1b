"""D2: a silence ends a conversation. One row per conversation and agent: the agent's part of it.

A **turn** is a run of lines of one side within a conversation. Where a conversation is that of one
buyer and one agent the sides alternate, so that all there is to know of it lies in its turns: see
`turns.py`. Other conversations are read line by line here.
"""

from __future__ import annotations

import datetime as dt

from sqlglot import exp

from engine.facts.step import Step, one_of, parsed, step, view
from engine.facts.turns import turns
from engine.policy.service import Service

_STREAMS = {"agent": "agent", "account": "account", "shop": "0"}

_HEARD = """
SELECT ROW_NUMBER() OVER stored AS pos, thread, agent, account, kind, t, seq
FROM (
  SELECT thread, agent, account, kind, t, seq FROM {lines}
  WHERE NOT thread IS NULL ORDER BY thread, t, seq
)
"""
_OF_PEOPLE = _HEARD.replace("{lines}", "lines")
_WITH_AUTO = _HEARD.replace(
    "{lines}",
    """(
    SELECT thread, agent, account, kind, t, seq FROM lines
    UNION ALL SELECT thread, agent, account, kind, t, seq FROM other_lines WHERE kind = 2
  )""",
)

_TALK = """
SELECT thread, agent, :stream AS stream, kind, t, seq, pos
FROM heard_lines
ORDER BY thread, stream, pos
"""

_SAID = """
SELECT conversation, thread, thread > 0 AS is_buyer, agent, stream, kind, t, seq, pos
FROM (
  SELECT
    thread, agent, stream, kind, t, seq, pos,
    SUM(CASE WHEN is_new THEN 1 ELSE 0 END) OVER so_far AS conversation
  FROM (
    SELECT
      thread, agent, stream, kind, t, seq, pos,
      COALESCE(
        LAG(thread) OVER stored <> thread OR LAG(stream) OVER stored <> stream
        OR t - LAG(t) OVER stored >= :silence OR :cut,
        TRUE
      ) AS is_new
    FROM talk
  )
)
WHERE kind <= 1
"""

_PARTS = """
SELECT
  conversation, thread, is_buyer, agent, MAX(stream) AS stream, MIN(t) AS start, MAX(t) AS ending,
  MIN(pos) AS first_pos,
  COUNT(*) FILTER (WHERE kind = 0) AS buyer_lines,
  COUNT(*) FILTER (WHERE kind = 1) AS agent_lines,
  MIN(t) FILTER (WHERE kind = 0) AS first_asked,
  MIN(pos) FILTER (WHERE kind = 0) AS first_asked_pos,
  MIN(t) FILTER (WHERE kind = 1) AS first_served,
  MIN(pos) FILTER (WHERE kind = 1) AS first_served_pos,
  MAX(t) FILTER (WHERE kind = 1) AS last_served,
  MAX(pos) FILTER (WHERE kind = 1) AS last_served_pos
FROM said
GROUP BY conversation, thread, is_buyer, agent
"""

_CHATS = """
SELECT
  p.conversation, p.thread, p.is_buyer, p.agent, p.start, p.ending, p.buyer_lines, p.agent_lines,
  p.first_asked, a.seq AS first_asked_seq, p.first_served, s.seq AS first_served_seq,
  p.last_served, CAST(NULL AS INTEGER) AS first_reply, FALSE AS is_one_line,
  p.first_asked_pos IS NULL OR COALESCE(p.last_served_pos > p.first_asked_pos, FALSE)
    OR (:late AND w.is_next_human) AS is_answered,
  (p.buyer_lines > 0 OR :needed) AND NOT COALESCE(:blackout, FALSE) AS is_consult,
  COALESCE(:blackout, FALSE) AS is_blackout,
  COALESCE(p.first_pos = p.first_asked_pos, FALSE) AS is_opened,
  w.whole_start, w.whole_pos AS whole_seq, w.is_opened_by_buyer,
  DAY_NO(w.whole_start) AS day, MONTH_NO(w.whole_start) AS month
FROM parts AS p
JOIN (
  SELECT
    conversation, thread, stream, whole_start, whole_pos, is_opened_by_buyer,
    COALESCE(
      LEAD(thread) OVER (ORDER BY conversation) = thread
      AND LEAD(stream) OVER (ORDER BY conversation) = stream
      AND NOT LEAD(is_opened_by_buyer) OVER (ORDER BY conversation),
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
) AS w ON w.conversation = p.conversation
LEFT JOIN heard_lines AS a ON a.pos = p.first_asked_pos
LEFT JOIN heard_lines AS s ON s.pos = p.first_served_pos
"""


def has_turns(service: Service) -> bool:
    """Whether conversations are told from their turns alone."""
    return service.conversation_of == "agent" and not service.silence_counts_auto


def conversations(service: Service) -> tuple[Step, ...]:
    """`said`: lines with their conversation; `chats`: what each agent has of each conversation."""
    stream = one_of(service.conversation_of, _STREAMS)
    cut = "MONTH_NO(t) <> MONTH_NO(LAG(t) OVER stored)" if service.month_cut else "FALSE"
    late = "TRUE" if service.late_reply_answers else "FALSE"
    needed = "FALSE" if service.consult_needs_buyer_line else "TRUE"
    lines = (
        step(
            "heard_lines", "lines by thread and time; automatic ones only where they break the"
            " silence", service, _WITH_AUTO if service.silence_counts_auto else _OF_PEOPLE,
            order="thread, t, seq",
        ),
        view("talk", "the same by stream", service, _TALK, stream=stream),
        step(
            "said",
            f"D2: a silence of {service.silence_seconds} s or more starts a new conversation",
            service, _SAID, silence=service.silence_seconds, cut=cut, order="thread, stream, pos",
        ),
    )  # fmt: skip
    if has_turns(service):
        return (*lines, *turns(service, cut, late, needed, _blackout(service, "start")))
    return (
        *lines,
        step("parts", "what each agent has of each conversation", service, _PARTS),
        view(
            "chat_starts", "when each conversation begins", service,
            "SELECT conversation, thread, agent, start FROM parts",
        ),
        view(
            "chats",
            "a consult holds a line of the buyer; D2, late_reply_answers: is it answered",
            service, _CHATS, late=late, needed=needed,
            blackout=_blackout(service, "w.whole_start"),
        ),
    )  # fmt: skip


def _blackout(service: Service, start_of: str) -> exp.Expr:
    """Whether a conversation began on a day that does not count."""
    epoch = dt.date(1970, 1, 1)
    found: list[exp.Expr] = [exp.false()]
    for days in service.blackout:
        day = parsed(f"DAY_NO({start_of})")
        start, end = ((d - epoch).days for d in (days.start, days.end))
        found.append(exp.and_(day.copy() >= start, day.copy() < end))
    return exp.paren(exp.or_(*found)) if service.blackout else exp.false()
