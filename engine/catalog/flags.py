"""Colours of order flags, codes of known tools, and the facts of an order that rules test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import yaml

from engine.core.record import record

_TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

FactKind = Literal["words", "yes_no", "number"]


@record(kw_only=True)
class OrderFact:
    """One thing that a rule may test. `words` (id → what people write) None: any words."""

    id: str
    labels: Mapping[str, str]
    kind: FactKind
    words: Mapping[str, Mapping[str, str]] | None
    definition: Mapping[str, str]


@record(kw_only=True)
class FlagSource:
    """A tool whose codes are known."""

    id: str
    labels: Mapping[str, str]
    codes: Mapping[str, str]


@record(kw_only=True)
class FlagCatalog:
    """Names are ids or either label; `columns` are those that may be blank."""

    colours: Mapping[str, Mapping[str, str]]
    sources: tuple[FlagSource, ...]
    facts: tuple[OrderFact, ...]
    columns: Mapping[str, Mapping[str, str]]
    statuses: Mapping[str, str]

    def colour(self, name: str) -> str | None:
        return named(self.colours, name)

    def column(self, name: str) -> str | None:
        return named(self.columns, name)

    def fact(self, name: str) -> OrderFact | None:
        return next((f for f in self.facts if name in (f.id, *f.labels.values())), None)

    def source(self, name: str) -> FlagSource | None:
        return next((s for s in self.sources if name in (s.id, *s.labels.values())), None)


def named(known: Mapping[str, Mapping[str, str]], name: str) -> str | None:
    """The id behind a name: the id itself, or what either language calls it."""
    for id_, labels in known.items():
        if name in (id_, *labels.values()):
            return id_
    return None


def load_flags(content: bytes) -> FlagCatalog:
    """Read the shipped catalogue. It is ours: a mistake in it is a bug, not a diagnostic."""
    root = yaml.load(content, Loader=_TEXTS)
    return FlagCatalog(
        colours=root["colours"],
        sources=tuple(
            FlagSource(id=id_, labels=body["label"], codes=body["codes"])
            for id_, body in root["sources"].items()
        ),
        facts=tuple(_fact(id_, body) for id_, body in root["facts"].items()),
        columns=root["columns"],
        statuses=root["statuses"],
    )


def _fact(id_: str, body: Mapping[str, Any]) -> OrderFact:
    return OrderFact(
        id=id_,
        labels=body["label"],
        kind=body["kind"],
        words=body.get("words"),
        definition=body["definition"],
    )
