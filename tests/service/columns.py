"""The columns of the simulation as measures over facts: the catalogue's own where it has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import yaml

from engine.app.workspace import catalog
from engine.catalog.row_measures import row_measure
from engine.policy.row_measures import RowMeasure
from engine.policy.service import Service
from tests.simulation.model import Settings

CATALOG = catalog()
FACTS = CATALOG.facts
RULES = ("payment", "order", "first")

# column of the simulation: measure of schemas/measures.yaml
SHIPPED = {
    "consults": "consults",
    "received": "received",
    "filtered": "filtered",
    "inquiries": "inquiries",
    "after_sale": "after_sale_consults",
    "inquiry_ordered": "inquiry_ordered",
    "inquiry_paid": "inquiry_paid",
    "conv_order": "inquiry_to_order",
    "conv_paid": "inquiry_to_payment",
    "conversations": "conversations",
    "first_avg": "first_response",
    "resp_avg": "average_response",
    "unanswered": "unanswered",
    "reply_rate": "reply_rate",
    "slow": "slow_responses",
    "slow_intervals": "slow_intervals",
    "agent_lines": "agent_messages",
    "agent_chars": "characters",
    "buyer_lines": "buyer_messages",
    "late_answers": "late_answers",
    "placed": "orders_placed",
    "placed_lost": "orders_lost",
    "silent_paid_sales": "silent_paid_sales",
    "urged": "urged_orders",
    "urged_sales": "urged_sales",
    "refund_orders": "refund_orders",
    "refund_amount": "refund_amount",
    "refund_rate_orders": "refund_rate",
}
# those of the rule that the policy chooses as `sales_rule`
OF_SALES_RULE = {
    "orders": "orders",
    "sales": "sales",
    "items": "items_sold",
    "buyers": "buyers",
    "aov": "average_order_value",
}
# what the catalogue has no measure for
OWN = """
first_n: {count: responses, where: {first: yes}}
first_sum: {sum: responses.seconds, where: {first: yes}}
resp_n: {count: responses, where: {average: yes}}
resp_sum: {sum: responses.seconds, where: {average: yes}}
replied: {count: people, where: {received: yes, answered: yes}}
handover_due: {count: handovers}
handover_done: {count: handovers, where: {done: yes}}
silent_followed: {count: silent_follow_ups}
silent_paid: {count: paid_orders, where: {silent: yes}}
refund_rate_amount: {sum: refunds.amount, per: {sum: sales.amount, where: {order: yes}}}
"""
OF_RULE = """
orders: {count: RULE, where: {order: yes}}
sales: {sum: RULE.amount}
items: {sum: RULE.items}
buyers: {distinct: RULE.buyer}
aov: {sum: RULE.amount, per: {distinct: RULE.buyer}}
"""


def measures_of(service: Service) -> Mapping[str, RowMeasure]:
    """Every column of the simulation, under its name."""
    found = {column: _shipped(measure) for column, measure in SHIPPED.items()}
    found |= read(OWN)
    for rule in RULES:
        own = read(OF_RULE.replace("RULE", f"sales_by_{rule}"))
        found |= {f"{column}_{rule}": spec for column, spec in own.items()}
    chosen = OF_SALES_RULE.items()
    return found | {f"{c}_{service.sales_rule}": _shipped(measure) for c, measure in chosen}


def read(text: str) -> dict[str, RowMeasure]:
    """Measures as the catalogue writes them: name, then `rows`."""
    entries: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return {name: row_measure(entry) for name, entry in entries.items()}


def _shipped(measure: str) -> RowMeasure:
    rows = CATALOG.by_name[measure].rows
    assert rows is not None, measure
    return rows


def service_of(settings: Settings) -> Service:
    """`as_of` is no setting of a policy."""
    known = {setting.name for setting in fields(Service)}
    given = {f.name: getattr(settings, f.name) for f in fields(Settings) if f.name in known}
    return Service(**given)
