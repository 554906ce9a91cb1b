"""D1, D2: how fast agents answer. A round opens with a buyer's line and closes with a reply."""

from __future__ import annotations

from engine.facts.conversations import has_turns
from engine.facts.step import Step, one_of, step, view
from engine.policy.service import Service

# Only the first line of each burst of the buyer and the reply to it are kept, so the line before a
# reply is the one that opened its round.
_ROUNDS = {
    "first": """
        SELECT conversation, thread, agent, opened, t - opened AS seconds,
          COALESCE(LAG(conversation) OVER stored <> conversation, TRUE) AS is_first
        FROM (
          SELECT conversation, thread, stream, agent, kind, t, pos, LAG(t) OVER stored AS opened
          FROM (
            SELECT
              conversation, thread, stream, agent, kind, t, pos,
              COALESCE(
                LAG(conversation) OVER stored = conversation AND LAG(kind) OVER stored = 0, FALSE
              ) AS is_after_buyer
            FROM said
            WHERE is_buyer
          )
          WHERE is_after_buyer = (kind = 1)
        )
        WHERE kind = 1
    """,
    "last": """
        SELECT conversation, thread, agent, opened, t - opened AS seconds,
          COALESCE(LAG(conversation) OVER stored <> conversation, TRUE) AS is_first
        FROM (
          SELECT
            conversation, thread, stream, agent, kind, t, pos, LAG(t) OVER stored AS opened,
            COALESCE(
              LAG(conversation) OVER stored = conversation AND LAG(kind) OVER stored = 0, FALSE
            ) AS is_after_buyer
          FROM said
          WHERE is_buyer
        )
        WHERE kind = 1 AND is_after_buyer
    """,
}

# Where a conversation is of one agent the sides alternate: each turn of the agent but the first
# answers the turn before it. `opened` is the first line of the buyer's turn, or the last.
_ROUNDS_OF_TURNS = """
SELECT conversation, thread, agent, opened, t - opened AS seconds, is_first
FROM (
  SELECT
    conversation, thread, agent, kind, t, is_begin, :opened AS opened,
    LAG(is_begin) OVER stored OR (LAG(kind) OVER stored = 0 AND LAG(is_begin, 2) OVER stored
      AND LAG(kind, 2) OVER stored = 1) AS is_first
  FROM turns
)
WHERE kind = 1 AND NOT is_begin AND thread > 0
"""
_OPENED = {"first": "LAG(t) OVER stored", "last": "before"}

_RESPONSES = """
SELECT
  r.conversation, r.agent, r.thread, j.month, j.day, r.opened, r.seconds,
  r.is_first AND :opens AS is_first,
  :included OR NOT (r.is_first AND :opens) AS is_average, j.whole_start, j.whole_seq
FROM rounds AS r
JOIN judged AS j ON j.conversation = r.conversation AND :same
WHERE :counts
"""

# first_per = day: of the first responses to a buyer on a day only the earliest is one.
_PER_DAY = """
SELECT
  s.conversation, s.agent, s.thread, s.month, s.day, s.opened, s.seconds, s.is_first,
  :included OR NOT s.is_first AS is_average
FROM (
  SELECT
    conversation, agent, thread, month, day, opened, seconds,
    is_first AND ROW_NUMBER() OVER (
      PARTITION BY agent, thread, day, is_first ORDER BY whole_start, whole_seq
    ) = 1 AS is_first
  FROM responses_all
) AS s
"""

_SLOW = """
SELECT
  agent, thread, :day AS day, MIN(MONTH_NO(:moment)) AS month, COUNT(*) AS intervals,
  COUNT(*) >= :least AS is_slow
FROM responses
WHERE seconds > :slow
GROUP BY agent, thread, :day
"""


def _rounds(service: Service) -> Step:
    comment = "D2: rounds, from the line that opened them to the reply"
    if has_turns(service):
        opened = one_of(service.response_from, _OPENED)
        return view("rounds", comment, service, _ROUNDS_OF_TURNS, order="turn", opened=opened)
    text = one_of(service.response_from, _ROUNDS)
    return view("rounds", comment, service, text, order="thread, stream, pos")


def responses(service: Service) -> tuple[Step, ...]:
    """`responses`: one row per interval that counts; `slow_days`: buyers who waited too often."""
    counts = ["TRUE"] if service.filtered_in_response else ["NOT j.is_filtered"]
    if service.blackout:
        counts.append("NOT j.is_blackout")
    hours = service.service_hours
    if hours is not None:
        moment = "r.opened" if service.service_hours_by == "round" else "j.whole_start"
        counts.append(f"{moment} % 86400 >= :open AND {moment} % 86400 < :close")
    per_day = service.first_per == "day"
    included = "TRUE" if service.average_includes_first else "FALSE"
    found = [
        _rounds(service),
        step(
            "responses_all" if per_day else "responses",
            "D1, D9: the intervals that count", service, _RESPONSES,
            opens="j.is_opened_by_buyer" if service.first_needs_buyer_open else "TRUE",
            included=included,
            counts=" AND ".join(counts),
            same="TRUE" if has_turns(service) else "j.agent = r.agent",
            open=hours.start if hours else 0, close=hours.end if hours else 0,
        ),
    ]  # fmt: skip
    if per_day:
        found.append(
            step(
                "responses",
                "first responses count once a day",
                service,
                _PER_DAY,
                included=included,
            )
        )
    by_line = service.slow_day == "line"
    found.append(
        step(
            "slow_days",
            f"slow: {service.slow_count} or more waits over {service.slow_seconds} s on a day",
            service, _SLOW, slow=service.slow_seconds, least=service.slow_count,
            day="DAY_NO(opened)" if by_line else "day",
            moment="opened" if by_line else "day * 86400",
        )
    )  # fmt: skip
    return tuple(found)


_LINE_DAYS = """
SELECT
  agent, DAY_NO(t) AS day, MONTH_NO(MIN(t)) AS month,
  COUNT(*) FILTER (WHERE kind = 0) AS buyer_lines,
  COUNT(*) FILTER (WHERE kind = 1) AS agent_lines,
  COALESCE(SUM(chars) FILTER (WHERE kind = 1), 0) AS agent_chars
FROM lines
WHERE thread > 0
GROUP BY agent, DAY_NO(t)
"""


def line_days(service: Service) -> Step:
    return step("line_days", "D1: lines and characters by the day of the line", service, _LINE_DAYS)
