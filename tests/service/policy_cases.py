"""Cases in a policy's own words: sections of a policy, rows of any table, and what comes out.

`policy` is text that is laid under a small policy, so `service:` and `measures:` are read as a
shop's own. Rows are written as in the cases of the simulation; `dated` accounts replace the listed
ones, and `tables` holds the rows of other tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from engine.policy.row_measures import RowMeasure
from engine.policy.service import Service
from tests.pipeline import all_findings, build_policy, shown
from tests.service.columns import CATALOG
from tests.service.rows import TABLES, Rows, rows_of
from tests.service.running import Figure
from tests.simulation.cases import KEYS, SHOP, to_word, world_of

FOLDER = Path(__file__).parent / "cases"
OWN_KEYS = {"policy", "tables", "dated", "shop", "as_of", "expect"}
BASE = """\
format: 1
policy: pay
shop: willow
version: 1
title: A small policy under which the sections of a case are laid
effective: {from: 2024-05}
currency: CNY
sources: {sheet: {doc: "sheet-2024"}}
round:
  lines: {places: 2, mode: half_up}
roles:
  agent: {pay: [commission]}
pay:
  commission: {amount: sales × 1%}
"""
NOTHING = "none"


@dataclass(frozen=True)
class PolicyCase:
    """`shop` is the one asked for, '' is every shop. A figure is None where it has no value."""

    name: str
    why: str
    policy: str
    rows: Rows
    shop: str
    as_of: datetime | None
    expect: Mapping[str, Any]


def all_policy_cases() -> Iterator[PolicyCase]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for node in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader):
            yield _case(path.stem, node)


def read_policy(case: PolicyCase) -> tuple[Service, Mapping[str, RowMeasure]]:
    """Settings, and every measure that is worked out from rows: the catalogue's and the case's."""
    content = (BASE + case.policy).encode()
    # no line pays by the case's own measures: B323
    found_wrong = tuple(d for d in all_findings(content) if d.check.code != "B323")
    assert found_wrong == (), shown(found_wrong)
    policy = build_policy(content).value
    assert policy is not None
    found = {m.id: m.rows for m in CATALOG.measures if m.rows is not None}
    found |= {note.heading.name: note.rows for note in policy.measures if note.rows is not None}
    return policy.service.settings if policy.service else Service(), found


def figure(text: str) -> Figure:
    return None if text == NOTHING else Fraction(text)


def _case(topic: str, node: dict[str, Any]) -> PolicyCase:
    unknown = set(node) - KEYS - OWN_KEYS
    if unknown:
        raise KeyError(f"{node['case']}: {sorted(unknown)}")
    as_of = node.get("as_of")
    return PolicyCase(
        name=f"{topic}: {node['case']}",
        why=node["why"],
        policy=node.get("policy", ""),
        rows=_rows(node),
        shop=node.get("shop", ""),
        as_of=datetime.fromisoformat(as_of) if as_of else None,
        expect={**node["expect"], "orders": _orders(node["expect"].get("orders", {}))},
    )


def _rows(node: dict[str, Any]) -> Rows:
    found: dict[str, Any] = dict(rows_of(world_of(node)))
    dated = [{"shop": SHOP, "kind": "agent", **row} for row in node.get("dated", [])]
    replaced = {row["account"] for row in dated}
    kept = [row for row in found["accounts"] if row["account"] not in replaced]
    found["accounts"] = [*kept, *({"pseudonym": row["account"], **row} for row in dated)]
    for table, rows in node.get("tables", {}).items():
        if unknown := {key for row in rows for key in row} - set(TABLES[table]):
            raise KeyError(f"{node['case']}: {table} {sorted(unknown)}")
        found[table] = [
            {"id": str(place), "shop": SHOP, **row} for place, row in enumerate(rows, start=1)
        ]
    return found


def _orders(orders: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, object]]:
    return {order: {k: to_word(text) for k, text in row.items()} for order, row in orders.items()}
