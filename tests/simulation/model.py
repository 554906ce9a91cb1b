"""What goes in and what comes out: rows of the four files, the settings, the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

Figure = int | Fraction | None

AGENT = "agent"
ROBOT = "robot"
GROUP = "group"
AD = "ad"
PLATFORM = "platform"
SUB = "sub"

CLOSED = "交易关闭"
REFUNDED = "退款成功"


@dataclass(frozen=True)
class Message:
    id: str
    time: datetime
    account: str
    buyer: str
    direction: str
    text: str
    chars: int
    auto: bool = False


@dataclass(frozen=True)
class Order:
    id: str
    shop: str
    buyer: str
    created: datetime
    paid: datetime | None
    amount: Decimal
    items: int = 1
    status: str = "交易成功"
    shipped: datetime | None = None
    received: datetime | None = None
    logistics: datetime | None = None


@dataclass(frozen=True)
class Refund:
    id: str
    order: str
    amount: Decimal
    applied: datetime | None
    finished: datetime | None
    status: str = REFUNDED


@dataclass(frozen=True)
class Account:
    account: str
    agent: str | None
    kind: str
    shop: str


@dataclass(frozen=True)
class Settings:
    """Section 12. The comments number the open questions there."""

    silence_seconds: int = 600
    after_sale_days: int = 21
    gap_seconds: int = 1800
    silent_gap_seconds: int = 1800
    filter_seconds: int = 10
    filter_min_lines: int = 2
    slow_seconds: int = 120
    slow_count: int = 3
    ship_hours: int = 48
    resend_hours: int = 72
    answer_hours: int = 48
    unpaid_open_hours: int = 72
    handover_seconds: int = 1800
    tie: str = "event_first"  # 1
    conversation_of: str = "agent"  # 2
    silence_counts_auto: bool = False  # 3
    month_cut: bool = False  # 4
    consult_needs_buyer_line: bool = True  # 5
    response_from: str = "first"  # 6
    first_needs_buyer_open: bool = True  # 7
    first_per: str = "conversation"  # 8
    average_includes_first: bool = True  # 9
    filtered_in_response: bool = False  # 10
    late_reply_answers: bool = True  # 11
    unanswered_if: str = "none_replied"  # 12
    reply_rate_base: str = "received"  # 13
    slow_day: str = "line"  # 14
    people_unit: str = "month"  # 15
    d8_chats: str = "filtered"  # 16
    filter_merge: str = "chain"  # 17
    filter_unit: str = "conversation"  # 18
    filter_spares_orderers: bool = False  # 19
    filter_after_sale: bool = True  # 20
    filtered_serves: bool = True  # 21
    after_sale_from: str = "paid"  # 22
    after_sale_by: str = "seconds"  # 23
    closed_is_purchase: bool = True  # 24
    follow_event: str = "created"  # 25
    order_window_days: int | None = None  # 26
    order_after_month_end: bool = True  # 27
    both_kinds: str = "both"  # 28
    pending_order_chat: str = "inquiry"  # 29
    conversion_credit: str = "any"  # 30
    paid_conversion: str = "any_order"  # 31
    gap_unit: str = "conversation"  # 32
    gap_from: str = "previous_other"  # 33
    gap_points: str = "agent_lines"  # 34
    lookback_days: int | None = None  # 35
    silent_if: str = "no_agent_line"  # 36
    silent_scope: str = "any_chat"  # 37
    urged_needs: str = "line"  # 38
    sales_month: str = "paid"  # 39
    closed_counts: bool = True  # 40
    sales_base: str = "paid"  # 41
    refund_cap: bool = True  # 42
    refund_month: str = "order"  # 43
    sales_rule: str = "payment"  # 44
    as_of: datetime | None = None


# Every choice and its readings, the default first.
CHOICES: dict[str, tuple[object, ...]] = {
    "tie": ("event_first", "line_first"),
    "conversation_of": ("agent", "account", "shop"),
    "silence_counts_auto": (False, True),
    "month_cut": (False, True),
    "consult_needs_buyer_line": (True, False),
    "response_from": ("first", "last"),
    "first_needs_buyer_open": (True, False),
    "first_per": ("conversation", "day"),
    "average_includes_first": (True, False),
    "filtered_in_response": (False, True),
    "late_reply_answers": (True, False),
    "unanswered_if": ("none_replied", "any_unanswered"),
    "reply_rate_base": ("received", "consults"),
    "slow_day": ("line", "conversation"),
    "people_unit": ("month", "day", "conversation"),
    "d8_chats": ("filtered", "nowhere"),
    "filter_merge": ("chain", "from_first", "any_pair"),
    "filter_unit": ("conversation", "day", "month"),
    "filter_spares_orderers": (False, True),
    "filter_after_sale": (True, False),
    "filtered_serves": (True, False),
    "after_sale_from": ("paid", "created", "received"),
    "after_sale_by": ("seconds", "calendar"),
    "closed_is_purchase": (True, False),
    "follow_event": ("created", "created_and_paid", "payment"),
    "order_window_days": (None, 4, 1),
    "order_after_month_end": (True, False),
    "both_kinds": ("both", "inquiry_wins"),
    "pending_order_chat": ("inquiry", "neither"),
    "conversion_credit": ("any", "own", "own_or_drop"),
    "paid_conversion": ("any_order", "new_order"),
    "gap_unit": ("conversation", "line"),
    "gap_from": ("previous_other", "any", "holder"),
    "gap_points": ("agent_lines", "edges"),
    "lookback_days": (None, 2, 15),
    "silent_if": ("no_agent_line", "no_line", "no_chat"),
    "silent_scope": ("any_chat", "agent_opened"),
    "urged_needs": ("line", "conversation"),
    "sales_month": ("paid", "created"),
    "closed_counts": (True, False),
    "sales_base": ("paid", "net"),
    "refund_cap": (True, False),
    "refund_month": ("order", "refund"),
    "sales_rule": ("payment", "order", "first"),
}


@dataclass(frozen=True)
class World:
    """One small history of some shops, and the settings under which it is read."""

    messages: tuple[Message, ...]
    orders: tuple[Order, ...]
    refunds: tuple[Refund, ...]
    accounts: tuple[Account, ...]
    settings: Settings = field(default_factory=Settings)


@dataclass
class Result:
    months: dict[tuple[str, str], dict[str, Figure]]
    orders: dict[str, dict[str, object]]
    conversations: list[dict[str, object]]


class Refused(ValueError):
    """The rows contradict themselves or each other."""
