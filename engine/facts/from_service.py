"""The service rules of a policy → the steps from rows to facts. Pure: no data is looked at.

Takes `Service` and a `Profile` of the data's ids. Gives steps in order, in two stages: `encode`
(text keys to numbers, sorted once; no credit rule comes in) and `judge` (the rules).
"""

from __future__ import annotations

from engine.facts.conversations import conversations
from engine.facts.credit import credit, reads_each_order
from engine.facts.duties import duties
from engine.facts.encode import Profile, encode
from engine.facts.filtering import filtering
from engine.facts.follow_ups import follow_ups
from engine.facts.forms import Form, written_for
from engine.facts.inquiries import inquiries
from engine.facts.needed import needed
from engine.facts.orders import orders
from engine.facts.other_rows import other_rows
from engine.facts.people import people
from engine.facts.reading import credit_by_reading
from engine.facts.responses import line_days, responses
from engine.facts.spans import spans
from engine.facts.step import Step
from engine.policy.service import Service

__all__ = ["Form", "encoding", "judging", "needed"]


def encoding(
    service: Service, profile: Profile, as_of: int | None = None, shop: str = ""
) -> tuple[Step, ...]:
    """From the canonical tables to whole numbers, in the order in which threads are read."""
    return encode(service, profile, as_of, shop)


def judging(service: Service, shop: str = "", form: Form = "duckdb") -> tuple[Step, ...]:
    """From lines and orders to conversations, people, responses and credited orders."""
    credited = credit_by_reading if reads_each_order(service) else credit
    steps = (
        *conversations(service),
        *inquiries(service),
        *filtering(service),
        *responses(service),
        *spans(service),
        *credited(service),
        *people(service),
        line_days(service),
        *orders(service),
        *duties(service),
        *follow_ups(service),
        *other_rows(service, shop),
    )
    return tuple(written_for(form, one) for one in steps)
