"""Rows that need no service rule: ratings, complaints, parcels, attendance, events."""

from __future__ import annotations

from engine.facts.step import Step, of_shop, step
from engine.policy.service import Service

_BY_AGENT = "JOIN agent_codes AS g ON g.agent = p.agent WHERE :here"
_RATINGS = """
SELECT a.agent_no AS agent, CAST(p.time AS DATE) AS day, p.score, p.buyer,
  COALESCE(p.turned_round, FALSE) AS is_turned_round
FROM ratings AS p
JOIN account_codes AS a
  ON a.account = p.account AND NOT a.agent_no IS NULL
  AND (a.starts IS NULL OR p.time >= a.starts)
  AND (a.ends IS NULL OR p.time < a.ends)
WHERE :here
"""
_OF_DAY = {
    "parcel_rows": (
        "parcels: returned parcels unpacked",
        f"SELECT g.agent_no AS agent, p.received AS day, p.quantity FROM parcels AS p {_BY_AGENT}",
    ),
    "complaint_rows": (
        "complaints about agents",
        f"SELECT g.agent_no AS agent, p.day, p.kind FROM complaints AS p {_BY_AGENT}",
    ),
    "attendance_rows": (
        "attendance: one row per agent and day",
        f"SELECT g.agent_no AS agent, p.day, p.state, p.hours FROM attendance AS p {_BY_AGENT}",
    ),
    "event_rows": (
        "events: praise, fines and the like, by whom they were stated",
        f"SELECT g.agent_no AS agent, p.day, p.kind, p.count FROM events AS p {_BY_AGENT}",
    ),
    "rating_rows": ("ratings that buyers gave to accounts", _RATINGS),
}


def other_rows(service: Service, shop: str = "") -> tuple[Step, ...]:
    """With agent, day and month, as the tables of facts need them."""
    found: list[Step] = []
    for name, (comment, text) in _OF_DAY.items():
        with_month = f"SELECT s.*, YEAR(s.day) * 12 + MONTH(s.day) - 1 AS month FROM ({text}) AS s"
        found.append(step(name, comment, service, with_month, here=of_shop("p", shop)))
    return tuple(found)
