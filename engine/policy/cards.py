"""The `kpi` section: score cards, their weights, and how a figure becomes points."""

from __future__ import annotations

from decimal import Decimal

from engine.core.number import parse_quantity, plain
from engine.policy.checks.p201_not_a_number import NOT_A_NUMBER
from engine.policy.checks.p205_weights import WEIGHTS
from engine.policy.checks.p217_method_needs import METHOD_NEEDS
from engine.policy.model import (
    AsIs,
    ByDeduction,
    ByFormula,
    ByTarget,
    FormulaText,
    Kpi,
    KpiItem,
    Points,
    Quantity,
    Rounding,
)
from engine.policy.reading import Reading, mappings, rounding, text_of
from engine.source.document import Mapping, Node, Scalar

FULL_WEIGHT = Decimal(100)


def build_kpis(node: Node | None, reading: Reading) -> tuple[Kpi, ...]:
    return tuple(_kpi(key, body, reading) for key, body in mappings(node))


def _kpi(key: Scalar, body: Mapping, reading: Reading) -> Kpi:
    inherited = text_of(body.get("missing")) or "refuse"
    items = tuple(
        _item(name, item, inherited, reading) for name, item in mappings(body.get("items"))
    )
    summed = sum((i.weight.amount or Decimal(0) for i in items), Decimal(0))
    is_readable = all(parse_quantity(i.weight.text) is not None for i in items)
    if items and is_readable and summed != FULL_WEIGHT:
        working = " + ".join(i.weight.text for i in items)
        reading.found.append(
            WEIGHTS.at(key.span, kpi=key.text, summed=plain(summed), working=working)
        )
    return Kpi(
        heading=reading.heading(key, body),
        round=rounding(body.get("round")) or Rounding(2, "half_up"),
        items=items,
    )


def _item(key: Scalar, body: Mapping, inherited: str, reading: Reading) -> KpiItem:
    weight = reading.quantity(body.get("weight") or key)
    if weight.amount is not None and weight.amount < 0:
        reading.found.append(
            WEIGHTS.at(weight.span, kpi=key.text, summed=weight.text, working=weight.text)
        )
    return KpiItem(
        heading=reading.heading(key, body),
        weight=weight,
        figure=_figure(key, body, reading),
        points=_points(body.get("points") or key, key, reading),
        missing=text_of(body.get("missing")) or inherited,  # type: ignore[arg-type]  # schema enum
        round=rounding(body.get("round")),
    )


def _figure(key: Scalar, body: Mapping, reading: Reading) -> FormulaText:
    """What is judged: exactly one of `measure` and `formula`."""
    measure, formula = body.get("measure"), body.get("formula")
    if (measure is None) == (formula is None):
        reading.found.append(METHOD_NEEDS.at(key.span, method=key.text, needs="measure | formula"))
    return reading.formula(measure or formula or key)


def _points(node: Node, key: Scalar, reading: Reading) -> Points:
    if not isinstance(node, Mapping):
        return AsIs() if text_of(node) == "as_is" else ByFormula(formula=reading.formula(node))
    if node.get("deduct") is None:
        return ByTarget(
            target=reading.formula(node.get("target") or node),
            cap=reading.optional_quantity(node, "cap"),
            floor=reading.optional_quantity(node, "floor"),
        )
    above, below = node.get("above"), node.get("below")
    if (above is None) == (below is None):
        reading.found.append(METHOD_NEEDS.at(key.span, method="deduct", needs="above | below"))
    return ByDeduction(
        start=reading.quantity(node.get("start") or key),
        deduct=reading.quantity(node.get("deduct") or key),
        per=_positive(reading, node.get("per") or key),
        limit=reading.formula(above or below or key),
        is_above=above is not None,
        step=text_of(node.get("step")),  # type: ignore[arg-type]  # schema enum
        floor=reading.optional_quantity(node, "floor"),
    )


def _positive(reading: Reading, node: Node) -> Quantity:
    quantity = reading.quantity(node)
    if quantity.amount is not None and quantity.amount <= 0:
        reading.found.append(NOT_A_NUMBER.at(node.span, written=quantity.text))
    return quantity
