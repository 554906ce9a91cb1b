"""Blocks `[units in a block, blocks in the tier, price of a started block]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.peers.draft import Draft, Translated, Worked
from tests.peers.ranges import ENDLESS
from tests.peers.reading import documents
from tests.peers.running import Case


def blocks(text: str) -> Iterator[Case]:
    for document in documents(text):
        for case in document["cases"]:
            yield _translated(case)


def _translated(case: Mapping[str, Any]) -> Translated:
    draft = Draft()
    draft.measure("units_used", [case["base"]], "count")
    draft.measure("price_unit", ["1"], "money")
    given = {"units_used": case["base"], "price_unit": "1"}
    if case["mode"] == "all_tiers":
        amount = " + ".join(_started_in_each(case["tiers"]))
    else:
        draft.tables["reached"] = top_tier(case["tiers"])
        amount = "ceil(units_used ÷ reached.size) × reached.price"
    if "already_paid" in case:
        paid = draft.measure("paid_blocks", [case["already_paid"]], "count")
        given[paid] = case["already_paid"]
        amount = f"{amount} − {paid} × {case['tiers'][0][2]} × price_unit"
    else:
        amount = f"{amount} + 0 × price_unit"
    draft.line("answer", amount)
    expect = {"answer": case["total"]}
    draft.cases.append(Worked(name=case["id"], given=given, expect=expect))
    return Translated(name=case["id"], policy=draft.text())


def _started_in_each(tiers: list[list[str | None]]) -> Iterator[str]:
    """Tier after tier is filled: the blocks that are started in each, at its price."""
    start = Decimal(0)
    for size, count, price in tiers:
        inside = f"max(units_used − {start}, 0)"
        if count is not None:
            width = Decimal(size or 0) * Decimal(count)
            inside = f"min({inside}, {width})"
            start += width
        yield f"ceil({inside} ÷ {size}) × {price} × price_unit"


def top_tier(tiers: list[list[str | None]]) -> dict[str, object]:
    """The tier that the whole quantity reaches; beyond the last limit it is the last."""
    start, rows = Decimal(0), []
    for size, count, price in tiers:
        start += Decimal(size or 0) * Decimal(count or 0)
        rows.append([str(start), str(size), str(price)])
    rows[-1][0] = ENDLESS
    return {
        "lookup": "units_used",
        "method": "whole",
        "edge": "to_inclusive",
        "columns": ["to", "size", "price"],
        "units": {"size": "count", "price": "money"},
        "rows": rows,
    }
