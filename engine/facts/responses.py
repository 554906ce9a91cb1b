"""D1, D2: how fast agents answer. A round opens with a buyer's line and closes with a reply."""

from __future__ import annotations

from engine.facts.step import Step, step
from engine.policy.service import Service

# Only the first line of each burst of the buyer and the reply to it are kept, so the line before a
# reply is the one that opened its round.
_ROUNDS = {
    "first": """
        SELECT conversation, thread, agent, opened, t - opened AS seconds,
          COALESCE(LAG(conversation) OVER () <> conversation, TRUE) AS is_first
        FROM (
          SELECT conversation, thread, agent, kind, t, LAG(t) OVER () AS opened
          FROM (
            SELECT
              conversation, thread, agent, kind, t,
              COALESCE(LAG(conversation) OVER () = conversation AND LAG(kind) OVER () = 0, FALSE)
                AS is_after_buyer
            FROM said
            WHERE is_buyer
          )
          WHERE is_after_buyer = (kind = 1)
        )
        WHERE kind = 1
    """,
    "last": """
        SELECT conversation, thread, agent, opened, t - opened AS seconds,
          COALESCE(LAG(conversation) OVER () <> conversation, TRUE) AS is_first
        FROM (
          SELECT
            conversation, thread, agent, kind, t, LAG(t) OVER () AS opened,
            COALESCE(LAG(conversation) OVER () = conversation AND LAG(kind) OVER () = 0, FALSE)
              AS is_after_buyer
          FROM said
          WHERE is_buyer
        )
        WHERE kind = 1 AND is_after_buyer
    """,
}

_RESPONSES = """
SELECT
  r.conversation, r.agent, r.thread, j.month, j.day, r.opened, r.seconds,
  r.is_first AND :opens AS is_first,
  :included OR NOT (r.is_first AND :opens) AS is_average, j.whole_pos
FROM rounds AS r
JOIN judged AS j ON j.conversation = r.conversation AND j.agent = r.agent
WHERE :counts
"""

# first_per = day: of the first responses to a buyer on a day only the earliest is one.
_PER_DAY = """
SELECT s.* REPLACE (:included OR NOT s.is_first AS is_average)
FROM (
  SELECT
    * REPLACE (
      is_first AND ROW_NUMBER() OVER (
        PARTITION BY agent, thread, day, is_first ORDER BY whole_pos
      ) = 1 AS is_first
    )
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
        step("rounds", "D2: rounds, from the line that opened them to the reply", service,
             _ROUNDS[service.response_from]),
        step(
            "responses_all" if per_day else "responses",
            "D1, D9: the intervals that count", service, _RESPONSES,
            opens="j.is_opened_by_buyer" if service.first_needs_buyer_open else "TRUE",
            included=included,
            counts=" AND ".join(counts),
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
WHERE kind <= 1 AND is_buyer
GROUP BY agent, DAY_NO(t)
"""


def line_days(service: Service) -> Step:
    return step("line_days", "D1: lines and characters by the day of the line", service, _LINE_DAYS)
