"""The folder that a shop works in: policies, mappings, one database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from engine.app.checks.w901_no_workspace import NO_WORKSPACE
from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.checks.w903_outside_workspace import OUTSIDE_WORKSPACE
from engine.app.checks.w905_unknown_shop import UNKNOWN_SHOP
from engine.app.checks.w906_not_a_period import NOT_A_PERIOD
from engine.catalog.facts import load_facts
from engine.catalog.measures import Catalog, load_catalog
from engine.core.closest import closest
from engine.core.errors import EngineError
from engine.core.period import Month, parse_month, parse_start
from engine.core.record import record
from engine.core.shipped import shipped
from engine.core.span import whole_file

MARKER = "tianping.yaml"
LARGEST_READ = 100 * 2**20


@record
class Workspace:
    root: Path

    @property
    def policies(self) -> Path:
        return self.root / "policies"

    @property
    def bases(self) -> Path:
        return self.root / "bases"

    def shown(self, path: Path) -> str:
        """A path as messages name it: from the workspace, with forward slashes."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()

    def inside(self, name: str) -> Path:
        """A path that a policy or a user names; one that leaves the workspace is refused."""
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise EngineError(OUTSIDE_WORKSPACE.at(whole_file(name), path=name))
        return path

    def shops(self) -> tuple[str, ...]:
        if not self.policies.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.policies.iterdir() if p.is_dir()))

    def shop(self, name: str) -> str:
        """A shop that has a folder under policies/."""
        known = self.shops()
        if name not in known:
            near = closest(name, known)
            where = whole_file(self.shown(self.policies))
            raise EngineError(
                UNKNOWN_SHOP.at(where, shop=name, known=", ".join(known), closest=near)
            )
        return name


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in: the nearest folder upward with its marker file."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / MARKER).is_file():
            return Workspace(folder)
    raise EngineError(NO_WORKSPACE.at(whole_file(str(start)), folder=str(start)))


def month_of(text: str) -> Month:
    """A month that was typed on the command line."""
    month = parse_month(text)
    if month is None:
        raise EngineError(NOT_A_PERIOD.at(whole_file(text), written=text))
    return month


def start_of(text: str) -> dt.date:
    """The first day of a month, or a day, that was typed on the command line."""
    start = parse_start(text)
    if start is None:
        raise EngineError(NOT_A_PERIOD.at(whole_file(text), written=text))
    return start


def read_bytes(path: Path, shown: str, limit: int = LARGEST_READ) -> bytes:
    """A file's bytes; at most one more than `limit`, so that a huge file is never read whole."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise EngineError(
            FILE_UNREADABLE.at(whole_file(shown), problem=error.strerror or str(error))
        ) from None


@cache
def catalog() -> Catalog:
    """The shipped catalogues: measures, facts of rows, and what rules about flags may name."""
    folder = shipped("schemas")
    facts = load_facts("schemas/facts.yaml", (folder / "facts.yaml").read_bytes())
    measures, flags = (folder / f"{name}.yaml" for name in ("measures", "flags"))
    return load_catalog("schemas/measures.yaml", measures.read_bytes(), facts, flags.read_bytes())


@cache
def schema(name: str) -> Mapping[str, Any]:
    """A shipped JSON Schema; numbers in it are exact, as in the documents that it checks."""
    text = (shipped("schemas") / f"{name}.schema.json").read_text("utf-8")
    loaded = json.loads(text, parse_float=Decimal)
    inlined: Mapping[str, Any] = _inlined(loaded, loaded.get("$defs", {}))
    return inlined


def _inlined(node: Any, definitions: Mapping[str, Any]) -> Any:
    """The schema with every reference written out: looking them up would take a third of a check.

    Our schemas hold no circles; a reference is the only key of its object.
    """
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        name = node["$ref"].rpartition("/")[2]
        beside = {k: v for k, v in node.items() if k != "$ref"}
        return {**_inlined(definitions[name], definitions), **beside}
    return {k: _inlined(v, definitions) for k, v in node.items() if k != "$defs"}
