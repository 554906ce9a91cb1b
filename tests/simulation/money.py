"""Section 9: orders, sales and refunds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tests.simulation.model import CLOSED, REFUNDED, Order, Refund, Settings
from tests.simulation.reading import id_place, month_of
from tests.simulation.silent import Credit, sales_month_of
from tests.simulation.table import RULES, Table

# Amount and month of each refund row that counts.
Booked = list[tuple[str, Decimal]]


def add_placed(table: Table, credit: Credit) -> None:
    """By order_agent, month of creation, paid or not."""
    if credit.order_agent is None:
        return
    month = month_of(credit.order.created)
    table.add(credit.order_agent, month, "placed", 1)
    if credit.order.status == CLOSED:
        table.add(credit.order_agent, month, "placed_lost", 1)


def counts_in_sales(order: Order, settings: Settings) -> bool:
    if order.paid is None:
        return False
    return settings.closed_counts or order.status != CLOSED


def add_sales(
    table: Table, credits: list[Credit], refunds: list[Refund], settings: Settings
) -> None:
    for rule in RULES:
        buyers: set[tuple[str, str, str, str]] = set()
        for credit in credits:
            agent, order = credit.agent_by(rule), credit.order
            if agent is None or not counts_in_sales(order, settings):
                continue
            month = sales_month_of(order, settings)
            table.add(agent, month, f"orders_{rule}", 1)
            table.add(agent, month, f"items_{rule}", order.items)
            table.add_money(agent, month, f"gross_{rule}", order.amount)
            table.add_money(agent, month, f"sales_{rule}", order.amount)
            buyers.add((agent, month, order.shop, order.buyer))
            if settings.sales_base == "net":
                for refund_month, amount in booked_refunds(order, refunds, settings):
                    table.add_money(agent, refund_month, f"sales_{rule}", -amount)
        for agent, month, _shop, _buyer in buyers:
            table.add(agent, month, f"buyers_{rule}", 1)


def booked_refunds(order: Order, refunds: list[Refund], settings: Settings) -> Booked:
    """Successful rows in order of finish, cut to what is left of the paid amount."""
    rows = [row for row in refunds if row.order == order.id and row.status == REFUNDED]
    rows.sort(key=lambda row: (row.finished or datetime.max, id_place(row.id)))
    left = order.amount
    booked: Booked = []
    for row in rows:
        amount = min(row.amount, left) if settings.refund_cap else row.amount
        left -= amount
        if settings.refund_month == "order":
            booked.append((sales_month_of(order, settings), amount))
        elif row.finished is not None:
            booked.append((month_of(row.finished), amount))
    return booked


def add_refunds(
    table: Table, credits: list[Credit], refunds: list[Refund], settings: Settings
) -> None:
    for credit in credits:
        agent = credit.agent_by(settings.sales_rule)
        if agent is None or credit.order.paid is None:
            continue
        booked = booked_refunds(credit.order, refunds, settings)
        for month in {month for month, _amount in booked}:
            table.add(agent, month, "refund_orders", 1)
        for month, amount in booked:
            table.add_money(agent, month, "refund_amount", amount)
