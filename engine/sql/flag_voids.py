"""The same in SQL: the orders that are credited to nobody because of a flag set in time."""

from __future__ import annotations

from sqlglot import exp

from engine.bind.flag_model import BoundFlags
from engine.sql.flag_facts import ORDERS, condition

FLAG_EVENTS = "flag_events"


def voided_orders(flags: BoundFlags) -> exp.Select:
    """One row `id` per order that is voided; reads the relations `orders` and `flag_events`."""
    codes = [code for code, colour in flags.colour_of.items() if colour in flags.voids]
    midnight = condition("CAST(o.created AS DATE) + INTERVAL 1 DAY")
    return (
        exp.select(condition("o.id"))
        .distinct()
        .from_(exp.to_table(ORDERS).as_("o"))
        .join(exp.to_table(FLAG_EVENTS).as_("e"), on=condition("e.order_id = o.id"))
        .where(exp.column("time", table="e") < midnight)
        .where(exp.column("flag", table="e").isin(*codes) if codes else exp.false())
    )
