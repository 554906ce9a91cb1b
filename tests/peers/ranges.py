"""Ranges `[from, to, price or %, flat]`: graduated, volume, units, packages, percentages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.peers.draft import EXACT, Draft, NotExpressible, Translated, Worked
from tests.peers.reading import documents
from tests.peers.running import Case

ENDLESS = "∞"
_METHODS = {"volume": "whole", "graduated": "marginal", "graduated_percent": "marginal"}


def ranges(text: str) -> Iterator[Case]:
    for document in documents(text):
        for case in document["cases"]:
            yield _translated(document.get("tables", {}), case)


def _translated(tables: Mapping[str, Any], case: Mapping[str, Any]) -> Case:
    kind = next((kind for kind in _KINDS if kind in case), None)
    if kind is None:
        return case["id"], NotExpressible(f"no reading for the keys {', '.join(case)}")
    asked = _Asked(tables, case, Draft(), {})
    amount = asked.within(_KINDS[kind](asked))
    return asked.answered(amount)


@dataclass
class _Asked:
    """One case on its way into a policy."""

    tables: Mapping[str, Any]
    case: Mapping[str, Any]
    draft: Draft
    given: dict[str, str]

    def figure(self, name: str, value: str, unit: str) -> str:
        self.given[name] = value
        return self.draft.measure(name, [value], unit)

    def base(self, unit: str) -> str:
        return self.figure("base", self.case["base"], unit)

    def within(self, amount: str) -> str:
        """The amount between the least and the most that are paid."""
        if "floor" in self.case:
            amount = f"max({amount}, {self.case['floor']})"
        if "cap" in self.case:
            amount = f"min({amount}, {self.case['cap']})"
        return amount

    def answered(self, amount: str) -> Translated:
        stated = self.case.get("round")
        rounding = {"places": stated["decimals"], "mode": stated["mode"]} if stated else EXACT
        self.draft.line("answer", amount, rounding)
        expect = {"answer": self.case["total"]}
        worked = Worked(name=self.case["id"], given=self.given, expect=expect)
        self.draft.cases.append(worked)
        return Translated(name=self.case["id"], policy=self.draft.text())


def _of_table(asked: _Asked) -> str:
    table = asked.tables[asked.case["table"]]
    unit = "money" if table["mode"] == "graduated_percent" else "count"
    base = asked.base(unit)
    lookup = base
    if "tier_chosen_by" in asked.case:
        lookup = asked.figure("chosen_by", asked.case["tier_chosen_by"], unit)
    asked.draft.tables["prices"] = priced(table, lookup, base)
    if "from_base" not in asked.case:
        return "prices.amount"
    before = asked.figure("before", asked.case["from_base"], unit)
    asked.draft.tables["earlier"] = priced(table, before, before)
    return "prices.amount − earlier.amount"


def priced(table: Mapping[str, Any], lookup: str, base: str) -> dict[str, object]:
    """The ranges as a table: the upper edge belongs to its range."""
    sign = "%" if table["mode"] == "graduated_percent" else ""
    return {
        "lookup": lookup,
        "apply_to": base,
        "method": _METHODS[table["mode"]],
        "edge": "to_inclusive",
        "unit": "money",
        "columns": ["to", "rate", "fixed"],
        "rows": [_row(entry, sign) for entry in table["ranges"]],
    }


def _row(entry: Sequence[str | None], sign: str) -> list[str]:
    _, end, price, flat = entry
    return [end or ENDLESS, f"{price or '0'}{sign}", flat or "0"]


def _of_unit(asked: _Asked) -> str:
    price = asked.figure("price", asked.case["unit"], "money")
    return f"{price} × {asked.base('count')}"


def _of_package(asked: _Asked) -> str:
    package = asked.case["package"]
    base, free, size = asked.base("count"), package["free"], package["size"]
    return f"{package['price']} × ceil(max({base} − {free}, 0) ÷ {size})"


def _of_percent(asked: _Asked) -> str:
    stated = asked.case["percent"]
    base = asked.base("money")
    paid = f"max({base} − {stated['free_base']}, 0) × {stated['rate']}%"
    events = asked.figure("paid_events", stated["paid_events"], "count")
    return f"{paid} + {stated['fixed']} × {events}"


def _of_each(asked: _Asked) -> str:
    """Every event is a figure of its own: the language has no list of events in a formula."""
    stated = asked.case["percent_each"]
    parts = []
    for number, event in enumerate(asked.case["events"], start=1):
        figure = asked.figure(f"event_{number}", event, "money")
        amount = f"{figure} × {stated['rate']}% + {stated['fixed']}"
        is_held = "min" in stated
        parts.append(f"clamp({amount}, {stated['min']}, {stated['max']})" if is_held else amount)
    return " + ".join(parts)


_KINDS: Mapping[str, Callable[[_Asked], str]] = {
    "table": _of_table,
    "unit": _of_unit,
    "package": _of_package,
    "percent": _of_percent,
    "percent_each": _of_each,
}
