"""The rows of agent and month, filled by addition; section 11 names the columns."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.simulation.model import Figure, Settings

RULES = ("order", "payment", "first")

COUNTED = (
    "consults",
    "received",
    "filtered",
    "inquiries",
    "after_sale",
    "inquiry_ordered",
    "inquiry_paid",
    "conversations",
    "first_n",
    "first_sum",
    "resp_n",
    "resp_sum",
    "unanswered",
    "replied",
    "slow",
    "slow_intervals",
    "agent_lines",
    "agent_chars",
    "buyer_lines",
    "handover_due",
    "handover_done",
    "late_answers",
    "placed",
    "placed_lost",
    *(f"{what}_{rule}" for rule in RULES for what in ("orders", "items", "buyers")),
    "silent_followed",
    "silent_paid",
    "urged",
    "refund_orders",
)
MONEY = (
    *(f"sales_{rule}" for rule in RULES),
    "silent_paid_sales",
    "urged_sales",
    "refund_amount",
)
# not shown: what a share needs besides the columns
HIDDEN = (*(f"gross_{rule}" for rule in RULES), "filtered_real")


class Table:
    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, Fraction]] = {}

    def add(self, agent: str, month: str, column: str, amount: int | Fraction) -> None:
        if column not in COUNTED + MONEY + HIDDEN:
            raise KeyError(column)
        row = self.rows.setdefault((agent, month), {})
        row[column] = row.get(column, Fraction(0)) + amount

    def add_money(self, agent: str, month: str, column: str, amount: Decimal) -> None:
        self.add(agent, month, column, Fraction(amount))

    def finished(self, settings: Settings) -> dict[tuple[str, str], dict[str, Figure]]:
        months: dict[tuple[str, str], dict[str, Figure]] = {}
        for key in sorted(self.rows):
            row = finish(self.rows[key], settings)
            if any(row.values()):  # an agent with nothing in a month has no row
                months[key] = row
        return months


def finish(sums: dict[str, Fraction], settings: Settings) -> dict[str, Figure]:
    row: dict[str, Figure] = {column: int(sums.get(column, 0)) for column in COUNTED}
    for column in MONEY:
        row[column] = sums.get(column, Fraction(0))

    def of(column: str) -> Fraction:
        return sums.get(column, Fraction(0))

    row["conv_order"] = share(of("inquiry_ordered"), of("inquiries"))
    row["conv_paid"] = share(of("inquiry_paid"), of("inquiries"))
    row["first_avg"] = share(of("first_sum"), of("first_n"))
    row["resp_avg"] = share(of("resp_sum"), of("resp_n"))
    if settings.reply_rate_base == "received":
        row["reply_rate"] = share(of("replied"), of("received"))
    else:  # filtered real buyers were all replied to
        row["reply_rate"] = share(
            of("replied") + of("filtered_real"), of("received") + of("filtered_real")
        )
    for rule in RULES:
        row[f"aov_{rule}"] = share(of(f"sales_{rule}"), of(f"buyers_{rule}"))
    rule = settings.sales_rule
    row["refund_rate_orders"] = share(of("refund_orders"), of(f"orders_{rule}"))
    row["refund_rate_amount"] = share(of("refund_amount"), of(f"gross_{rule}"))
    return row


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """1.4: no denominator, no value."""
    return Fraction(part) / whole if whole else None
