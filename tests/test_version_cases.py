"""Worked examples of months in which a version takes over: by hand, by SQL and by replay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.app.version_month import pay_by
from engine.audit.cases import is_expected
from engine.bind.from_policy import bind
from engine.bind.names import TOTAL, TOTAL_NAMES
from engine.bind.version_days import Payer, VersionDays
from engine.bind.versions import paying, version_in_force, versions_label
from engine.catalog.measures import Measure
from engine.core.number import parse_quantity
from engine.core.period import Month, parse_month
from engine.ledger.month import Cell, Post, StoredMonth
from tests.pipeline import ROOT, build_policy, catalog, shown

FOLDER = ROOT / "tests" / "version_cases"


def quiet(step: str) -> None:
    """Progress that nobody watches."""


def items() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.yaml")):
        loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        for case in loaded["cases"]:
            yield pytest.param(path, loaded, case, id=f"{path.stem}: {case['case']}")


def payer_of(loaded: Mapping[str, Any], case: Mapping[str, Any], month: Month) -> Payer:
    policies = []
    for text in loaded["versions"]:
        for name, word in case.get("with", {}).items():
            text = text.replace(name, word)
        built = build_policy(text.encode())
        assert built.value is not None and not built.diagnostics, shown(built.diagnostics)
        policies.append(built.value)
    selected = version_in_force(policies, month)
    assert selected.value is not None, shown(selected.diagnostics)
    parts = []
    for one in paying(selected.value):
        bound = bind(one.policy, catalog()).value
        assert bound is not None
        parts.append(VersionDays(bound=bound, days=one.days))
    return Payer(parts=tuple(parts))


def stored_of(case: Mapping[str, Any], payer: Payer, month: Month) -> StoredMonth:
    measures = {
        i.item.definition.id: i.item.definition
        for bound in payer.bounds
        for i in bound.inputs
        if isinstance(i.item.definition, Measure)
    }
    posts: list[Post] = []
    cells: dict[tuple[str, str], Cell] = {}
    keyed: dict[tuple[str, str], dict[str, Cell]] = {}
    for agent, said in case["agents"].items():
        posts.extend(post_of(agent, post, month) for post in said["posts"])
        for name, text in said.get("given", {}).items():
            measure, _, key = name.partition(".")
            unit = measures[measure].unit.value
            cell = Cell(state="value", amount=parse_quantity(text), unit=unit, author="tests")
            if key:
                keyed.setdefault((agent, measure), {})[key] = cell
            else:
                cells[agent, measure] = cell
    return StoredMonth(posts=tuple(posts), cells=cells, keyed=keyed, batches=())


def post_of(agent: str, said: Mapping[str, str], month: Month) -> Post:
    """`days: 6..15`, both included; without them the whole month."""
    first, _, last = said.get("days", f"1..{month.last_day.day}").partition("..")
    start = month.start + dt.timedelta(days=int(first) - 1)
    return Post(
        agent=agent, name=agent, role=said["role"], level=said["level"], hired="2020-01-01",
        start=start, end=month.start + dt.timedelta(days=int(last)), is_dated=True,
    )  # fmt: skip


@pytest.mark.parametrize(("path", "loaded", "case"), list(items()))
def test_the_month_comes_out_as_worked_by_hand(
    path: Path, loaded: Mapping[str, Any], case: Mapping[str, Any]
) -> None:
    month = parse_month(loaded["month"])
    assert month is not None
    payer = payer_of(loaded, case, month)
    outcome = pay_by(payer, stored_of(case, payer, month), month, quiet)
    paid = outcome.value
    assert paid is not None, shown(outcome.diagnostics)
    if "paid_by" in case:
        label = versions_label(bound.policy.version for bound in paid.bounds)
        assert case["paid_by"] == label
    for agent, expected in case["expect"].items():
        names = paid.seen(agent).bound.names
        for name, text in expected.items():
            key = TOTAL if name in TOTAL_NAMES else names.get(name, name)
            by_sql, by_replay = paid.run.rows[agent][key], paid.traces[agent].amount(key)
            said = f"{agent} {name}: {text}, sql {by_sql}, replay {by_replay}: {case['why']}"
            assert is_expected(text, by_sql) and is_expected(text, by_replay), said
