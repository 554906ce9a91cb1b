"""One text, two forms: DuckDB's, which reads stored rows in passing, and the portable one."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sqlglot import exp

from engine.core.errors import EngineBug
from engine.facts.portable import portable
from engine.facts.step import Step, parsed

Form = Literal["duckdb", "portable"]

_SO_FAR = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")


def written_for(form: Form, step: Step) -> Step:
    """`OVER stored` and `OVER so_far` become windows: without an order where rows lie in it."""
    if form == "duckdb" and not step.order:
        return step
    order = None if form == "duckdb" or not step.order else _order(step.order)

    def windows(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Window) or node.alias not in ("stored", "so_far"):
            return node
        spec = _SO_FAR.copy() if node.alias == "so_far" else None
        held = None if order is None else order.copy()
        return exp.Window(this=node.this, order=held, spec=spec, over="OVER")

    tree = step.tree.copy()
    tree.set("expression", tree.expression.transform(windows))
    return replace(step, tree=tree if form == "duckdb" else portable(tree))


def _order(text: str) -> exp.Order:
    order = parsed(f"SELECT 1 ORDER BY {text}").args["order"]
    if not isinstance(order, exp.Order):
        raise EngineBug(f"{text!r} is no order")
    return order
