"""The catalogue of measures: id, labels, unit, decimals, bounds, which direction is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import yaml

from engine.catalog.facts import NO_FACTS, Facts
from engine.catalog.flags import FlagCatalog, load_flags
from engine.catalog.row_measures import row_measure
from engine.core.errors import EngineBug
from engine.core.number import parse_decimal
from engine.core.record import record
from engine.core.text import Language
from engine.core.unit import Unit
from engine.policy.row_measures import RowMeasure

_TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Grain = Literal["agent_month", "shop_month"]
Better = Literal["higher", "lower"]


@record(kw_only=True)
class Measure:
    """One number per agent (or shop) and month.

    `places`: most decimals a value may have. `least`/`greatest`: inclusive bounds; a value
    outside them is rejected at import. `entered`: a person states it, so author and time count.
    `by`: there is a figure per key, such as category; `key`: this is the figure of one of them.
    """

    id: str
    labels: Mapping[str, str]
    unit: Unit
    places: int
    least: Decimal
    greatest: Decimal
    better: Better | None = None
    grain: Grain = "agent_month"
    entered: bool = False
    definition: Mapping[str, str]
    by: str = ""
    key: str = ""
    needs_evidence: bool = False
    rows: RowMeasure | None = None

    def label(self, language: Language) -> str:
        return self.labels.get(language, self.id)


@dataclass(frozen=True)
class Catalog:
    """All measures, found by id or by either label, and the facts that some are made of.

    `flags_text`: the catalogue of order flags, read when a policy has rules about them.
    """

    measures: tuple[Measure, ...]
    facts: Facts = NO_FACTS
    flags_text: bytes = b""

    @cached_property
    def flags(self) -> FlagCatalog:
        return load_flags(self.flags_text)

    @cached_property
    def by_name(self) -> Mapping[str, Measure]:
        found: dict[str, Measure] = {}
        for measure in self.measures:
            for name in (measure.id, *measure.labels.values()):
                if found.setdefault(name, measure) is not measure:
                    raise EngineBug(f"two measures are called {name!r}")
        return found


def load_catalog(name: str, content: bytes, facts: Facts = NO_FACTS, flags: bytes = b"") -> Catalog:
    """Read the shipped catalogue. It is ours: a mistake in it is a bug, not a diagnostic."""
    root = _texts(yaml.compose(content, Loader=_TEXTS))
    if not isinstance(root, dict) or "measures" not in root:
        raise EngineBug(f"the catalogue {name} holds no measures")
    measures = tuple(_measure(id_, entry) for id_, entry in root["measures"].items())
    return Catalog(measures, facts, flags)


def _texts(node: yaml.Node | None) -> Any:
    """Every scalar stays the text that it is: the file's own tests hold it to a stricter form."""
    match node:
        case yaml.MappingNode():
            return {key.value: _texts(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_texts(item) for item in node.value]
        case _:
            return node.value if node else None


def _measure(id_: str, entry: Mapping[str, object]) -> Measure:
    label, definition, rows = entry["label"], entry["definition"], entry.get("rows")
    if not isinstance(label, Mapping) or not isinstance(definition, Mapping):
        raise EngineBug(f"measure {id_} lacks label or definition")
    return Measure(
        id=id_,
        labels={k: str(v) for k, v in label.items()},
        unit=Unit(str(entry["unit"])),
        places=int(str(entry["places"])),
        least=_number(entry["min"]),
        greatest=_number(entry["max"]),
        better=entry.get("better"),  # type: ignore[arg-type]  # checked by a test of the file
        grain=entry.get("grain", "agent_month"),  # type: ignore[arg-type]  # likewise
        entered=entry.get("entered") == "true",
        definition={k: str(v) for k, v in definition.items()},
        rows=row_measure(rows) if isinstance(rows, Mapping) else None,
    )


def _number(value: object) -> Decimal:
    number = parse_decimal(str(value))
    if number is None:
        raise EngineBug(f"{value!r} is no number")
    return number
