"""Canonical tables of rows (messages, orders …): columns, types and keys, read from schemas/."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args

import yaml

from engine.core.errors import EngineBug
from engine.core.record import record
from engine.core.shipped import shipped

_TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

ColumnType = Literal["text", "whole", "money", "moment", "day", "yes_no", "one_of"]
Empty = Literal["never", "maybe", "without_column"]
# How a type is stored; every row also has the row of the file that it comes from.
SQL_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "money": "DECIMAL(18, 2)",
    "moment": "TIMESTAMP",
    "day": "DATE",
    "yes_no": "BOOLEAN",
    "one_of": "VARCHAR",
}
FILE_ROW = "file_row"


@record(kw_only=True)
class Column:
    """One column of a canonical table.

    `empty` 'without_column': empty only where the file lacks the column. `free`: words that people
    typed, in which a phone number is masked; `as_written`: nothing else is taken off them. `name`:
    the name of an account. `pseudonym`: kept as a pseudonym only. `shop`: what --shop says.
    `signed`: below 0 is no mistake.
    """

    name: str
    type: ColumnType
    values: tuple[str, ...] = ()
    empty: Empty = "never"
    free: bool = False
    as_written: bool = False
    is_name: bool = False
    pseudonym: bool = False
    is_shop: bool = False
    signed: bool = False


@record(kw_only=True)
class CanonicalTable:
    """Rows of one kind. `moment`: the column that tells when, nothing where there is none."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def moment(self) -> str:
        timed = (c.name for c in self.columns if c.type in ("moment", "day") and c.empty == "never")
        return next(timed, "")

    @property
    def stored(self) -> tuple[tuple[str, str], ...]:
        """Names and SQL types of what is stored, in order."""
        columns = [(c.name, SQL_TYPES[c.type]) for c in self.columns]
        extra = [(PSEUDONYM, "VARCHAR")] if self.name == "accounts" else []
        return ((FILE_ROW, "BIGINT"), *columns, *extra)


# D8: a colleague who chats as a buyer is told by the same pseudonym.
PSEUDONYM = "pseudonym"


@cache
def canonical_tables() -> Mapping[str, CanonicalTable]:
    """The tables that hold rows, by name. They are ours: a mistake in one is a bug."""
    found: dict[str, CanonicalTable] = {}
    for path in sorted((shipped("schemas") / "tables").glob("*.yaml")):
        said = _texts(yaml.compose(path.read_bytes(), Loader=_TEXTS))
        if "rows" in said:
            found[said["table"]] = _table(said)
    return found


def _texts(node: yaml.Node | None) -> Any:
    """Every scalar stays text, so that `no` is a word."""
    match node:
        case yaml.MappingNode():
            return {key.value: _texts(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_texts(item) for item in node.value]
        case _:
            return node.value if node else None


def _table(said: Mapping[str, Any]) -> CanonicalTable:
    columns = tuple(_column(name, one) for name, one in said["columns"].items())
    return CanonicalTable(name=said["table"], key=tuple(said["key"]), columns=columns)


def _column(name: str, said: Mapping[str, Any]) -> Column:
    if said["type"] not in get_args(ColumnType):
        raise EngineBug(f"column {name} has no type that is known")
    empty: dict[str | None, Empty] = {"true": "maybe", "without_column": "without_column"}
    return Column(
        name=name,
        type=said["type"],
        values=tuple(said.get("values", ())),
        empty=empty.get(said.get("empty"), "never"),
        free="free" in said,
        as_written="as_written" in said,
        is_name="name" in said,
        pseudonym="pseudonym" in said,
        is_shop="shop" in said,
        signed="signed" in said,
    )
