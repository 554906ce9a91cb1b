"""D2, D9: conversations of one buyer and one agent, told from their turns.

Lines are stored by thread, agent, time and id, so that neighbours are read in passing.
"""

from __future__ import annotations

from sqlglot import exp

from engine.facts.step import Step, step, view
from engine.policy.service import Service

# `lines_before`, `spoken_before` and `separate` number all lines, those of agents, and those that
# are 10 s or more after the line before (or begin a turn), so far: what lies between two turns is
# the difference. The empty line at the end of all ends the last turn.
_TURNS = """
SELECT
  thread, agent, t, seq, kind, is_begin, before,
  CAST(COUNT(*) FILTER (WHERE is_begin) OVER so_far AS INTEGER) AS conversation,
  CAST(ROW_NUMBER() OVER stored AS INTEGER) AS turn,
  CAST(lines_before AS INTEGER) AS lines_before, CAST(spoken AS INTEGER) AS spoken_before,
  CAST(separate AS INTEGER) AS separate
FROM (
  SELECT
    thread, agent, t, seq, kind, is_begin, is_turn, before, lines_before,
    COUNT(*) FILTER (WHERE kind = 1) OVER so_far - CASE WHEN kind = 1 THEN 1 ELSE 0 END AS spoken,
    COUNT(*) FILTER (WHERE is_begin OR is_turn OR is_separate) OVER so_far AS separate
  FROM (
    SELECT
      thread, agent, t, seq, kind, ROW_NUMBER() OVER stored AS lines_before,
      LAG(t) OVER stored AS before,
      COALESCE(LAG(kind) OVER stored <> kind, TRUE) AS is_turn,
      t - LAG(t) OVER stored >= :filter AS is_separate,
      COALESCE(
        LAG(thread) OVER stored <> thread OR LAG(agent) OVER stored <> agent
        OR t - LAG(t) OVER stored >= :silence OR :cut,
        TRUE
      ) AS is_begin
    FROM lines
  )
)
WHERE is_begin OR is_turn
"""

# What follows is read from the next turns, and what the whole has from the next beginning.
_CHATS = """
SELECT
  conversation, thread, thread > 0 AS is_buyer, agent, t AS start, ending,
  all_lines - agent_lines AS buyer_lines, agent_lines,
  CASE WHEN asks THEN t WHEN turns >= 2 THEN t_2 END AS first_asked,
  CASE WHEN asks THEN seq WHEN turns >= 2 THEN seq_2 END AS first_asked_seq,
  CASE WHEN NOT asks THEN t WHEN turns >= 2 THEN t_2 END AS first_served,
  CASE WHEN NOT asks THEN seq WHEN turns >= 2 THEN seq_2 END AS first_served_seq,
  CASE WHEN NOT asks OR turns >= 2 THEN last_spoken END AS last_served,
  CASE WHEN asks AND turns >= 2 THEN t_2 WHEN turns >= 3 THEN t_3 END AS first_reply,
  (asks AND turns = 2 AND size_1 = 1 AND separate_2 >= :least)
    OR (NOT asks AND turns = 3 AND size_2 = 1 AND separate_3 >= :least) AS is_one_line,
  turns >= 3 OR turns = CASE WHEN asks THEN 2 ELSE 1 END OR (:late AND is_next_human)
    AS is_answered,
  (asks OR turns >= 2 OR :needed) AND NOT is_blackout AS is_consult, is_blackout,
  asks AS is_opened, t AS whole_start, seq AS whole_seq, asks AS is_opened_by_buyer,
  DAY_NO(t) AS day, MONTH_NO(t) AS month
FROM (
  SELECT
    conversation, thread, agent, t, seq, kind = 0 AS asks, t_2, seq_2, t_3, size_1, size_2,
    separate_2, separate_3, :blackout AS is_blackout,
    LEAD(before) OVER stored AS ending, LEAD(spoken) OVER stored AS last_spoken,
    LEAD(turn) OVER stored - turn AS turns,
    LEAD(lines_before) OVER stored - lines_before AS all_lines,
    LEAD(spoken_before) OVER stored - spoken_before AS agent_lines,
    COALESCE(
      LEAD(thread) OVER stored = thread AND LEAD(agent) OVER stored = agent
      AND LEAD(kind) OVER stored = 1,
      FALSE
    ) AS is_next_human
  FROM (
    SELECT
      conversation, thread, agent, t, t AS start, seq, kind, turn, is_begin, before, lines_before,
      spoken_before, LEAD(t) OVER stored AS t_2, LEAD(seq) OVER stored AS seq_2,
      LEAD(t, 2) OVER stored AS t_3, LEAD(lines_before) OVER stored - lines_before AS size_1,
      LEAD(lines_before, 2) OVER stored - LEAD(lines_before) OVER stored AS size_2,
      LEAD(separate, 2) OVER stored - LEAD(separate) OVER stored AS separate_2,
      LEAD(separate, 3) OVER stored - LEAD(separate, 2) OVER stored AS separate_3,
      CASE WHEN LAG(kind) OVER stored = 0 THEN LAG(before) OVER stored ELSE before END AS spoken
    FROM turns
  )
  WHERE is_begin
)
WHERE NOT thread IS NULL
"""


_STARTS = """
SELECT conversation, thread, agent, t AS start FROM turns WHERE is_begin AND NOT thread IS NULL
"""


def turns(
    service: Service, cut: str, late: str, needed: str, blackout: exp.Expr
) -> tuple[Step, ...]:
    """`turns`, `chats` and `chat_starts`."""
    return (
        step(
            "turns",
            f"D2: a silence of {service.silence_seconds} s or more starts a new conversation;\n"
            f"D9: replies less than {service.filter_seconds} s apart are one",
            service, _TURNS, order="thread, agent, t, seq", silence=service.silence_seconds,
            filter=service.filter_seconds, cut=cut,
        ),
        view("chat_starts", "when each conversation begins", service, _STARTS),
        view(
            "chats",
            "a consult holds a line of the buyer; D2, late_reply_answers: is it answered;\n"
            f"D9: one line of the buyer, {service.filter_min_lines} or more separate replies, no"
            " more",
            service, _CHATS, order="turn", least=service.filter_min_lines, late=late,
            needed=needed, blackout=blackout,
        ),
    )  # fmt: skip
