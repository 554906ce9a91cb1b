"""Consults, inquiries and conversion: buyers of an agent and month, not conversations."""

from __future__ import annotations

from engine.facts.inquiries import limits
from engine.facts.step import Step, one_of, step
from engine.policy.service import Service

_UNITS = {"month": "month", "day": "day", "conversation": "conversation"}

# Whose order it is: `own` asks of every order that followed an inquiry who is credited with it.
_OWN = """
SELECT
  j.conversation, j.agent,
  COALESCE(BOOL_OR(:ordered AND c.order_agent = j.agent), FALSE) AS is_ordered,
  COALESCE(BOOL_OR(:paid AND c.payment_agent = j.agent), FALSE) AS is_paid,
  COALESCE(BOOL_OR((:ordered OR :paid) AND (
    COALESCE(c.order_agent = j.agent, FALSE) OR COALESCE(c.payment_agent = j.agent, FALSE)
  )), FALSE) AS is_own,
  COALESCE(BOOL_OR(:ordered OR :paid), FALSE) AS is_any
FROM judged AS j
JOIN made_orders AS o ON o.thread = j.thread
JOIN order_credit AS c ON c.order_no = o.order_no
WHERE j.is_inquiry
GROUP BY j.conversation, j.agent
"""

_JOIN_FOLLOWED = "LEFT JOIN followed AS f ON f.conversation = j.conversation AND f.agent = j.agent"

_PEOPLE = """
SELECT
  u.agent, u.month, u.thread, u.is_buyer, u.is_received, u.is_answered, u.is_new_buyer,
  u.is_inquiry AND NOT u.is_dropped AS is_inquiry,
  u.is_after_sale AND :both AS is_after_sale,
  u.is_ordered AND u.is_inquiry AND NOT u.is_dropped AS is_ordered,
  u.is_paid AND u.is_inquiry AND NOT u.is_dropped AS is_paid,
  :reply_base AS is_reply_base, :reply_base AND (u.is_answered OR NOT u.is_received) AS is_replied
FROM (
  SELECT
    j.agent, j.month, j.thread, j.is_buyer, :unit AS unit,
    j.is_buyer AND BOOL_OR(NOT j.is_filtered) AS is_received,
    :answered AS is_answered,
    BOOL_OR(j.is_new_buyer) AS is_new_buyer,
    COALESCE(BOOL_OR(j.is_inquiry AND NOT j.is_filtered), FALSE) AS is_inquiry,
    COALESCE(BOOL_OR(j.is_after_sale AND NOT j.is_filtered), FALSE) AS is_after_sale,
    COALESCE(BOOL_OR(:ordered AND NOT j.is_filtered), FALSE) AS is_ordered,
    COALESCE(BOOL_OR(:paid AND NOT j.is_filtered), FALSE) AS is_paid,
    :drops AS is_dropped
  FROM judged AS j
  {followed}
  WHERE j.is_consult AND :counts
  GROUP BY j.agent, j.month, j.thread, j.is_buyer, :unit
) AS u
"""
# The first payment after each inquiry, of a person the soonest.
_PAID_AFTER = """
SELECT
  j.agent, j.month, j.thread, :unit AS unit, MIN(DAY_NO(o.paid) - DAY_NO(j.start)) AS days
FROM judged AS j
JOIN made_orders AS o ON o.thread = j.thread
JOIN order_credit AS c ON c.order_no = o.order_no
WHERE j.is_inquiry AND NOT j.is_filtered AND :paid AND :own
GROUP BY j.agent, j.month, j.thread, :unit
"""
_ANSWERED = {
    "none_replied": "COALESCE(BOOL_OR(j.is_answered AND NOT j.is_filtered), FALSE)",
    "any_unanswered": "COALESCE(BOOL_AND(j.is_answered) FILTER (WHERE NOT j.is_filtered), FALSE)",
}
_REPLY_BASE = {"received": "u.is_received", "consults": "u.is_buyer"}
_DROPS = (
    "COALESCE(BOOL_OR(f.is_any) FILTER (WHERE NOT j.is_filtered), FALSE)"
    " AND NOT COALESCE(BOOL_OR(f.is_own) FILTER (WHERE NOT j.is_filtered), FALSE)"
)


def people(service: Service) -> tuple[Step, ...]:
    """`people`: one row per agent, month and buyer (or buyer and day, or conversation)."""
    is_new = service.paid_conversion == "new_order"
    ordered = f"BEFORE(j.start, o.created) AND {limits(service, 'o.created', 'j')}"
    paid = f"BEFORE(j.start, o.paid) AND {limits(service, 'o.paid', 'j')}"
    if is_new:
        paid = f"{paid} AND {ordered}"
    is_any = service.conversion_credit == "any"
    of = "j" if is_any else "f"
    followed = step(
        "followed", "conversion: what followed each inquiry, and whose it is", service, _OWN,
        ordered=ordered, paid=paid,
    )  # fmt: skip
    found = step(
        "people",
        "consults, received, inquiries: distinct buyers, not conversations", service,
        _PEOPLE.replace("{followed}", "" if is_any else _JOIN_FOLLOWED),
        unit=f"j.{one_of(service.people_unit, _UNITS)}",
        both="NOT u.is_inquiry" if service.both_kinds == "inquiry_wins" else "TRUE",
        answered=one_of(service.unanswered_if, _ANSWERED),
        ordered=f"j.is_inquiry AND {of}.is_ordered", paid=f"j.is_inquiry AND {of}.is_paid",
        drops=_DROPS if service.conversion_credit == "own_or_drop" else "FALSE",
        reply_base=one_of(service.reply_rate_base, _REPLY_BASE),
        counts="j.is_buyer" if service.d8_chats == "nowhere" else "TRUE",
    )  # fmt: skip
    soonest = step(
        "paid_after", "conversion: how many days after the inquiry the buyer paid", service,
        _PAID_AFTER, unit=f"j.{one_of(service.people_unit, _UNITS)}", paid=paid,
        own="TRUE" if is_any else "COALESCE(c.payment_agent = j.agent, FALSE)",
    )  # fmt: skip
    return (found, soonest) if is_any else (followed, found, soonest)
