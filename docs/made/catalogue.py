"""The catalogue of measures and the canonical tables, as pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from docs.made.page import ROOT, code, page, table
from engine.catalog.flags import FlagCatalog, OrderFact, load_flags
from engine.catalog.measures import Catalog, Measure, load_catalog
from engine.core.number import plain

MEASURES_INTRO = """
What a policy may name without declaring it, from `schemas/measures.yaml`: by the id or by either
name. A figure with more decimals than `places`, or outside its bounds, is rejected at import.
Decimals and bounds of a ratio are those of 0.62, not of 62 %. *Entered* means that a person states
the figure, so its author and time must come with it.
"""
FACTS_INTRO = """
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
    known = load_catalog("schemas/measures.yaml", path.read_bytes())
    return page("Measures", MEASURES_INTRO, _measure_parts(known))


def _measure_parts(known: Catalog) -> Iterator[str]:
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
        )
        yield table(heads, (_measure_row(m) for m in known.measures if m.grain == grain))


def _measure_row(measure: Measure) -> tuple[str, ...]:
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
    )


def order_facts() -> str:
    path = ROOT / "schemas" / "flags.yaml"
    return page("Orders and flags", FACTS_INTRO, _fact_parts(load_flags(path.read_bytes())))


def _fact_parts(known: FlagCatalog) -> Iterator[str]:
    yield "## Facts"
    heads = ("id", "中文", "English", "kind", "words", "definition", "定义")
    yield table(heads, (_fact_row(fact) for fact in known.facts))
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


def _fact_row(fact: OrderFact) -> tuple[str, ...]:
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
