"""D9: a buyer who wrote one line, got two or more separate replies and never answered."""

from __future__ import annotations

from engine.facts.conversations import has_turns
from engine.facts.step import Step, one_of, step, view
from engine.policy.service import Service

# In a unit with one line of the buyer all human lines after it follow each other, so those that
# join the line before them are told by counting up to the buyer's line and up to the end.
_UNITS = """
SELECT
  unit, thread, agent,
  MAX(answers) - MIN(answers) FILTER (WHERE kind = 0) AS replies,
  MAX(joined) - MIN(joined) FILTER (WHERE kind = 0) AS joined
FROM (
  SELECT
    unit, thread, agent, kind,
    SUM(CASE WHEN kind = 1 THEN 1 ELSE 0 END) OVER w AS answers,
    SUM(CASE WHEN kind = 1 AND gap < :seconds THEN 1 ELSE 0 END) OVER w AS joined
  FROM (
    SELECT
      unit, thread, agent, kind, pos,
      CASE WHEN LAG(kind) OVER v = 1 THEN t - LAG(t) OVER v END AS gap
    FROM (SELECT thread, agent, kind, t, pos, :unit AS unit FROM said)
    WINDOW v AS (PARTITION BY thread, agent, unit ORDER BY pos)
  )
  WINDOW w AS (
    PARTITION BY thread, agent, unit ORDER BY pos
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
)
GROUP BY unit, thread, agent
HAVING COUNT(*) FILTER (WHERE kind = 0) = 1
"""

# A line less than the limit after the first of its group is merged into the group.
_GROUPS = """
SELECT
  unit, thread, agent,
  LIST_REDUCE(
    times,
    LAMBDA seen, t : CASE
      WHEN t - seen // 4096 >= :seconds THEN t * 4096 + seen % 4096 + 1 ELSE seen
    END,
    CAST(-4096000000000 AS BIGINT)
  ) % 4096 AS found
FROM (
  SELECT
    s.unit, s.thread, s.agent, LIST(CAST(s.t AS BIGINT) ORDER BY s.pos) AS times
  FROM (SELECT thread, agent, kind, t, pos, :unit AS unit FROM said) AS s
  JOIN (
    SELECT thread, agent, :unit AS unit, MIN(pos) AS asked
    FROM said WHERE kind = 0 GROUP BY ALL HAVING COUNT(*) = 1
  ) AS b ON b.thread = s.thread AND b.agent = s.agent AND b.unit = s.unit AND s.pos > b.asked
  WHERE s.kind = 1
  GROUP BY s.unit, s.thread, s.agent
)
"""

_VERDICTS = {
    "chain": "SELECT unit, thread, agent FROM filter_units WHERE replies - joined >= :least",
    "any_pair": "SELECT unit, thread, agent FROM filter_units"
    " WHERE joined = 0 AND replies >= :least",
    "from_first": "SELECT unit, thread, agent FROM filter_groups WHERE found >= :least",
}
UNITS = {"conversation": "conversation", "day": "DAY_NO(t)", "month": "MONTH_NO(t)"}
OF_CHAT = {"conversation": "conversation", "day": "day", "month": "month"}

_FILTERED = """
SELECT
  k.conversation, k.thread, k.is_buyer, k.agent, k.start, k.ending, k.buyer_lines, k.agent_lines,
  k.first_asked, k.first_asked_seq, k.first_served, k.first_served_seq, k.last_served,
  k.first_reply, k.is_answered, k.is_consult, k.is_blackout, k.is_opened, k.whole_start,
  k.whole_seq, k.is_opened_by_buyer, k.day, k.month, k.is_new_buyer, k.is_ordered, k.is_paid,
  k.is_after_sale, k.is_inquiry,
  k.is_buyer AND (:found) AND (:kept) AS is_filtered
FROM kinds AS k
"""
_FILTERED_BY_VERDICT = (
    _FILTERED
    + """
LEFT JOIN filter_verdicts AS v
  ON v.thread = k.thread AND v.agent = k.agent AND v.unit = :unit_of_chat
"""
)


def is_told_by_turns(service: Service) -> bool:
    """Whether a conversation's turns tell if it is filtered."""
    is_plain = service.filter_unit == "conversation" and service.filter_merge == "chain"
    return has_turns(service) and is_plain


def filtering(service: Service) -> tuple[Step, ...]:
    """`judged`: every conversation with its kind and whether it is filtered."""
    kept = ["TRUE"]
    if not service.filter_after_sale:
        kept.append("NOT k.is_after_sale")
    if service.filter_spares_orderers:
        kept.append("NOT k.is_ordered")
    comment = "D9: every conversation with its kind and its filter"
    if is_told_by_turns(service):
        return (
            step(
                "judged", comment, service, _FILTERED, found="k.is_one_line",
                kept=" AND ".join(kept),
            ),
        )  # fmt: skip
    judged = step(
        "judged", comment, service, _FILTERED_BY_VERDICT, found="NOT v.unit IS NULL",
        kept=" AND ".join(kept), unit_of_chat=f"k.{one_of(service.filter_unit, OF_CHAT)}",
    )  # fmt: skip
    return (*_verdicts(service), judged)


def _verdicts(service: Service) -> tuple[Step, ...]:
    unit = one_of(service.filter_unit, UNITS)
    merge = service.filter_merge
    limits = {"seconds": service.filter_seconds, "least": service.filter_min_lines}
    if merge == "from_first":
        counted = step(
            "filter_groups",
            "D9: replies that come close on each other are one",
            service, _GROUPS, unit=unit, seconds=limits["seconds"],
        )  # fmt: skip
    else:
        counted = step(
            "filter_units",
            f"D9: one line of the buyer, the replies after it, and those less than"
            f" {service.filter_seconds} s after the one before",
            service, _UNITS, unit=unit, seconds=limits["seconds"],
        )  # fmt: skip
    verdicts = view(
        "filter_verdicts",
        f"D9: filtered are those with {service.filter_min_lines} or more separate replies",
        service, one_of(merge, _VERDICTS), least=limits["least"],
    )  # fmt: skip
    return counted, verdicts
