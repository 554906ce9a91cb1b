"""How chats and orders become measures: the open choices of the service rules, each a setting."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from engine.core.record import record

if TYPE_CHECKING:
    from engine.policy.model import Heading

Tie = Literal["event_first", "line_first"]
Stream = Literal["agent", "account", "shop"]
Rule = Literal["payment", "order", "first"]


@record
class Days:
    """From the day `start` to before the day `end`."""

    start: dt.date
    end: dt.date


@record
class Hours:
    """From the second `start` of a day to before the second `end`; `end` 86400 is midnight."""

    start: int
    end: int


@record(kw_only=True)
class Service:
    """All settings, with what holds where a policy writes nothing: the rules as they are written,
    with no limit or exception that they do not state (D1–D12).

    Seconds, hours and days are whole numbers; None is "without limit". The schema has the question
    that each setting answers and what its readings mean, in both languages.
    """

    # where a figure was imported and can be worked out as well
    prefer: Literal["refuse", "rows", "figures"] = "refuse"
    quiet_days: int = 0
    # lines and conversations
    tie: Tie = "event_first"
    conversation_of: Stream = "agent"
    silence_seconds: int = 600
    silence_counts_auto: bool = False
    month_cut: bool = False
    consult_needs_buyer_line: bool = True
    auto_prefixes: tuple[str, ...] = ()
    blackout: tuple[Days, ...] = ()
    # responses
    response_from: Literal["first", "last"] = "first"
    first_needs_buyer_open: bool = True
    first_per: Literal["conversation", "day"] = "conversation"
    average_includes_first: bool = True
    filtered_in_response: bool = False
    late_reply_answers: bool = True
    service_hours: Hours | None = None
    service_hours_by: Literal["round", "conversation"] = "round"
    slow_seconds: int = 120
    slow_count: int = 3
    slow_day: Literal["line", "conversation"] = "line"
    # people and the filter
    people_unit: Literal["month", "day", "conversation"] = "month"
    unanswered_if: Literal["none_replied", "any_unanswered"] = "none_replied"
    reply_rate_base: Literal["received", "consults"] = "received"
    d8_chats: Literal["filtered", "nowhere"] = "filtered"
    filter_seconds: int = 10
    filter_min_lines: int = 2
    filter_merge: Literal["chain", "from_first", "any_pair"] = "chain"
    filter_unit: Literal["conversation", "day", "month"] = "conversation"
    filter_spares_orderers: bool = False
    filter_after_sale: bool = True
    filtered_serves: bool = True
    # inquiry or after-sale, conversion
    after_sale_days: int = 21
    after_sale_from: Literal["paid", "created", "received"] = "paid"
    after_sale_by: Literal["seconds", "calendar"] = "seconds"
    closed_is_purchase: bool = True
    follow_event: Literal["created", "created_and_paid", "payment"] = "created"
    order_window_days: int | None = None
    order_after_month_end: bool = True
    both_kinds: Literal["both", "inquiry_wins"] = "both"
    pending_order_chat: Literal["inquiry", "neither"] = "inquiry"
    conversion_credit: Literal["any", "own", "own_or_drop"] = "any"
    paid_conversion: Literal["any_order", "new_order"] = "any_order"
    # credit
    gap_seconds: int = 1800
    gap_unit: Literal["conversation", "line"] = "conversation"
    gap_from: Literal["previous_other", "any", "holder"] = "previous_other"
    gap_points: Literal["agent_lines", "edges"] = "agent_lines"
    lookback_days: int | None = None
    silent_gap_seconds: int = 1800
    silent_if: Literal["no_agent_line", "no_line", "no_chat"] = "no_agent_line"
    silent_scope: Literal["any_chat", "agent_opened"] = "any_chat"
    unpaid_open_hours: int = 72
    urged_needs: Literal["line", "conversation"] = "line"
    void_flags: tuple[str, ...] = ()
    # orders and money
    sales_month: Literal["paid", "created"] = "paid"
    sales_rule: Rule = "payment"
    sales_base: Literal["paid", "net"] = "paid"
    closed_counts: bool = True
    refund_cap: bool = True
    refund_month: Literal["order", "refund"] = "order"
    # duties
    ship_hours: int = 48
    resend_hours: int = 72
    answer_hours: int = 48
    details_hours: int = 24
    handover_seconds: int = 1800
    follow_up_below: Decimal | None = Decimal("4.8")
    follow_up_days: int = 7


@record
class ServiceSection:
    """What a policy writes under `service:`; `written` are the settings that it states itself,
    `heading` has the clause that they stand in.
    """

    settings: Service
    written: tuple[str, ...] = field(default=(), compare=False)
    heading: Heading | None = field(default=None, compare=False)
