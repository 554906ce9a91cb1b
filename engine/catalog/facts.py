"""The tables of facts that measures count and sum over, as `schemas/facts.yaml` declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import yaml

from engine.core.errors import EngineBug
from engine.core.record import record
from engine.core.text import Language

_TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

YES = frozenset({"yes", "是", "true"})
NO = frozenset({"no", "否", "false"})
ColumnType = Literal["yes_no", "whole", "number", "money", "seconds", "text", "who"]


@record(kw_only=True)
class FactColumn:
    """`sql` is the expression over the relation that the column is; `needs` as those of a table."""

    name: str
    labels: Mapping[str, str]
    definition: Mapping[str, str]
    type: ColumnType
    sql: str
    needs: tuple[str, ...] = ()


@record(kw_only=True)
class FactTable:
    """`relation` of the SQL script, with the columns that hold agent and month.

    `{rule}` in a name stands for the policy's `sales_rule`. `only`: which rows it has.
    `needs`: the canonical tables without which there is nothing to count. `settles`: the setting
    that says for how many days after a month its rows still change; `settled_by`: the tables that
    must reach so far, if not all.
    """

    name: str
    labels: Mapping[str, str]
    definition: Mapping[str, str]
    relation: str
    agent: str
    month: str
    only: str
    needs: tuple[str, ...]
    settled_by: tuple[str, ...] = ()
    settles: str
    columns: tuple[FactColumn, ...]

    def label(self, language: Language) -> str:
        return self.labels.get(language, self.name)

    def column(self, name: str) -> FactColumn | None:
        """By its id or by either label."""
        found = (c for c in self.columns if name in (c.name, *c.labels.values()))
        return next(found, None)


@dataclass(frozen=True)
class Facts:
    """All tables, found by id or by either label."""

    tables: tuple[FactTable, ...]

    @cached_property
    def by_name(self) -> Mapping[str, FactTable]:
        found: dict[str, FactTable] = {}
        for table in self.tables:
            for name in (table.name, *table.labels.values()):
                if found.setdefault(name, table) is not table:
                    raise EngineBug(f"two tables of facts are called {name!r}")
        return found


NO_FACTS = Facts(())


def load_facts(name: str, content: bytes) -> Facts:
    """Read the shipped file. It is ours: a mistake in it is a bug, not a diagnostic."""
    root = yaml.load(content, Loader=_TEXTS)
    if not isinstance(root, dict) or "facts" not in root:
        raise EngineBug(f"{name} declares no facts")
    return Facts(tuple(_table(key, entry) for key, entry in root["facts"].items()))


def _table(name: str, entry: Mapping[str, Any]) -> FactTable:
    return FactTable(
        name=name,
        labels=entry["label"],
        definition=entry["definition"],
        relation=entry["relation"],
        agent=entry.get("agent", "agent"),
        month=entry.get("month", "month"),
        only=entry.get("only", "TRUE"),
        needs=tuple(entry["needs"]),
        settled_by=tuple(entry.get("settled_by", ())),
        settles=entry.get("settles", ""),
        columns=tuple(_column(key, column) for key, column in entry["columns"].items()),
    )


def _column(name: str, entry: Mapping[str, Any]) -> FactColumn:
    return FactColumn(
        name=name,
        labels=entry["label"],
        definition=entry["definition"],
        type=entry["type"],
        sql=entry["sql"],
        needs=tuple(entry.get("needs", ())),
    )
