"""The catalogue of measures and the canonical tables, as pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from docs.made.page import ROOT, code, page, sentence, table
from engine.catalog.facts import FactColumn, Facts, FactTable, load_facts
from engine.catalog.flags import FlagCatalog, OrderFact, load_flags
from engine.catalog.measures import Catalog, Measure, load_catalog
from engine.core.number import plain

MEASURES_INTRO = """
What a policy may name without declaring it, from `schemas/measures.yaml`: by the id or by either
name. A figure with more decimals than `places`, or outside its bounds, is rejected at import.
Decimals and bounds of a ratio are those of 0.62, not of 62 %. *Entered* means that a person states
the figure, so its author and time must come with it. *From rows* is how it is worked out of chats,
orders and other rows instead: over the [tables of facts](facts.md), in the words that a policy may
use itself.
"""
FACTS_INTRO = """
What the service rules make of chats and orders, and the other rows as they are, from
`schemas/facts.yaml`. A measure counts or sums over one of these tables (`rows:`), by the name or by
either label: `{sum: sales.amount, where: {amount: {least: 500}}}`. Every row belongs to an agent
and a month. Which conversation, filter or credit holds is decided by the settings of
[`service:`](policy-keys.md).

| type | what a measure may do with it |
| --- | --- |
| yes_no | `where: {column: yes}`, or `no` |
| whole, number, money, seconds | `sum`, `least`, `greatest`; `where` with bounds |
| text | `where: {column: [one, other]}` |
| who | `distinct`: each buyer or order once |
"""
ORDER_FACTS_INTRO = """
What rules under `flags` may name, from `schemas/flags.yaml`: by the id or by either name. A fact
that the data do not tell is *unknown* (未知): a rule that asks for it can neither fit nor fail, and
the order is reported as undecided.
"""
TABLES_INTRO = """
What imports are turned into, from `schemas/tables`. One row per figure; a figure that was not there
is a row with a state instead of an amount.
"""
_UNITS = {
    "money": "yuan", "count": "count", "ratio": "ratio", "points": "points",
    "seconds": "seconds", "days": "days",
}  # fmt: skip


def measures() -> str:
    path = ROOT / "schemas" / "measures.yaml"
    known = load_catalog("schemas/measures.yaml", path.read_bytes(), _facts())
    written = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["measures"]
    return page("Measures", MEASURES_INTRO, _measure_parts(known, written))


def _facts() -> Facts:
    path = ROOT / "schemas" / "facts.yaml"
    return load_facts("schemas/facts.yaml", path.read_bytes())


def facts() -> str:
    return page("Facts", FACTS_INTRO, (p for t in _facts().tables for p in _fact_parts(t)))


def _fact_parts(table_: FactTable) -> Iterator[str]:
    yield f"## {table_.name}"
    yield f"{table_.label('en')} / {table_.label('zh')}"
    yield f"{sentence(table_.definition['en'])} {table_.definition['zh']}。"
    heads = ("column", "中文", "type", "meaning", "含义")
    yield table(heads, (_fact_row(column) for column in table_.columns))


def _fact_row(column: FactColumn) -> tuple[str, ...]:
    labels, said = column.labels, column.definition
    return code(column.name), labels["zh"], column.type, said["en"], said["zh"]


def _measure_parts(known: Catalog, written: Mapping[str, Any]) -> Iterator[str]:
    for grain, title in (
        ("agent_month", "Per agent and month"),
        ("shop_month", "Per shop and month"),
    ):
        yield f"## {title}"
        heads = (
            "id",
            "中文",
            "English",
            "unit",
            "places",
            "bounds",
            "better",
            "definition",
            "定义",
            "from rows",
        )
        shown = (m for m in known.measures if m.grain == grain)
        yield table(heads, (_measure_row(m, written[m.id].get("rows")) for m in shown))


def _measure_row(measure: Measure, rows: object) -> tuple[str, ...]:
    entered = " (entered)" if measure.entered else ""
    return (
        code(measure.id),
        measure.label("zh"),
        measure.label("en"),
        _UNITS[measure.unit.value] + entered,
        str(measure.places),
        f"{plain(measure.least)} – {plain(measure.greatest)}",
        measure.better or "",
        measure.definition["en"],
        measure.definition["zh"],
        code(_flow(rows)) if rows else "",
    )


def _flow(value: object) -> str:
    """As the catalogue writes it, on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(held)}" for key, held in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case _:
            return str(value)


def order_facts() -> str:
    path = ROOT / "schemas" / "flags.yaml"
    return page(
        "Orders and flags", ORDER_FACTS_INTRO, _order_fact_parts(load_flags(path.read_bytes()))
    )


def _order_fact_parts(known: FlagCatalog) -> Iterator[str]:
    yield "## Facts"
    heads = ("id", "中文", "English", "kind", "words", "definition", "定义")
    yield table(heads, (_order_fact_row(fact) for fact in known.facts))
    yield "## Codes"
    rows = (
        (code(s.id), s.labels["zh"], s.labels["en"], code(key), *known.colours[colour].values())
        for s in known.sources
        for key, colour in s.codes.items()
    )
    yield table(("source", "来源", "name", "code", "颜色", "colour"), rows)
    yield "## Columns that may be blank"
    columns = ((code(id_), said["zh"], said["en"]) for id_, said in known.columns.items())
    yield table(("id", "中文", "English"), columns)
    yield "## Status words"
    yield table(("status", "stage"), ((status, code(s)) for status, s in known.statuses.items()))


def _order_fact_row(fact: OrderFact) -> tuple[str, ...]:
    words = ", ".join(f"{said['zh']} {code(id_)}" for id_, said in (fact.words or {}).items())
    return (
        code(fact.id), fact.labels["zh"], fact.labels["en"], fact.kind, words,
        fact.definition["en"], fact.definition["zh"],
    )  # fmt: skip


def data_tables() -> str:
    files = sorted((ROOT / "schemas" / "tables").glob("*.yaml"))
    return page("Tables of data", TABLES_INTRO, (p for f in files for p in _table_parts(f.name)))


def _table_parts(name: str) -> Iterator[str]:
    declared = yaml.safe_load((ROOT / "schemas" / "tables" / name).read_text("utf-8"))
    yield f"## {declared['table']}"
    key = ", ".join(code(k) for k in declared["key"])
    yield f"{declared['label']['en']} / {declared['label']['zh']}. Key: {key}."
    heads = ("column", "kind", "may be empty", "meaning", "含义")
    yield table(heads, (_column_row(k, c) for k, c in declared["columns"].items()))


def _column_row(name: str, column: Mapping[str, Any]) -> tuple[str, ...]:
    kind = column["type"]
    if "values" in column:
        kind = ", ".join(code(v) for v in column["values"])
    if "places" in column:
        kind += f", {column['places']} decimals"
    definition = column["definition"]
    empty = "yes" if column.get("empty") else ""
    return code(name), kind, empty, definition["en"], definition["zh"]
