"""The names of the measures, in the order in which they are shown."""

from __future__ import annotations

RULES = ("order", "payment", "first")

# What every agent and month gets, summed up from parts that know some of it.
COUNTS = (
    "consults", "received", "filtered", "inquiries", "after_sale", "inquiry_ordered",
    "inquiry_paid", "conversations", "first_n", "first_sum", "resp_n", "resp_sum", "replied",
    "slow", "slow_intervals", "agent_lines", "agent_chars", "buyer_lines", "handover_due",
    "handover_done", "late_answers", "placed", "placed_lost",
    *(f"{what}_{rule}" for rule in RULES for what in ("orders", "sales", "items", "buyers")),
    "silent_followed", "silent_paid", "silent_paid_sales", "urged", "urged_sales",
    "refund_orders", "refund_amount",
)  # fmt: skip

# Whole cents until the last step.
MONEY = (*(f"sales_{rule}" for rule in RULES), "silent_paid_sales", "urged_sales", "refund_amount")

MEASURES = (
    "consults", "received", "filtered", "inquiries", "after_sale", "inquiry_ordered",
    "inquiry_paid", "conv_order", "conv_paid", "conversations", "first_n", "first_sum",
    "first_avg", "resp_n", "resp_sum", "resp_avg", "unanswered", "replied", "reply_rate", "slow",
    "slow_intervals", "agent_lines", "agent_chars", "buyer_lines", "handover_due",
    "handover_done", "late_answers", "placed", "placed_lost",
    *(f"{what}_{rule}" for rule in RULES for what in ("orders", "sales", "items", "buyers", "aov")),
    "silent_followed", "silent_paid", "silent_paid_sales", "urged", "urged_sales",
    "refund_orders", "refund_amount", "refund_rate_orders", "refund_rate_amount",
)  # fmt: skip
