"""The catalogue's names work in formulas; the tables say of every column what it is."""

from __future__ import annotations

import dataclasses
import re

import pytest
import yaml

from engine.core.shipped import shipped
from engine.core.unit import Unit
from engine.intake.batch import Batch, Figure, Reject, RosterRow
from tests.unit.intake.importing import catalog

TABLES = shipped("schemas") / "tables"
MINE = ("agent_months", "shop_months", "agents", "batches", "rejects")


@pytest.mark.parametrize("measure", catalog().measures, ids=lambda m: m.id)
def test_a_measure_is_fully_declared(measure) -> None:  # type: ignore[no-untyped-def]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", measure.id)
    assert re.fullmatch(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]*", measure.labels["zh"])
    assert {"zh", "en"} == set(measure.labels) == set(measure.definition)
    assert measure.unit in (
        Unit.MONEY,
        Unit.COUNT,
        Unit.RATIO,
        Unit.POINTS,
        Unit.SECONDS,
        Unit.DAYS,
    )
    assert measure.least < measure.greatest
    assert measure.better in ("higher", "lower", None)
    assert measure.grain in ("agent_month", "shop_month")


def test_no_two_measures_share_a_name() -> None:
    assert len(catalog().measures) <= len(catalog().by_name)


@pytest.mark.parametrize("name", MINE)
def test_a_table_declares_its_columns(name: str) -> None:
    table = yaml.safe_load((TABLES / f"{name}.yaml").read_text("utf-8"))
    assert name == table["table"]
    assert set(table["key"]) <= set(table["columns"]) | {"batch"}
    for column in table["columns"].values():
        assert column["type"] in ("text", "integer", "decimal", "date", "month")
        assert {"zh", "en"} == set(column["definition"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [("agent_months", Figure), ("shop_months", Figure), ("agents", RosterRow), ("batches", Batch)],
)
def test_a_table_holds_what_a_batch_gives(name: str, kind: type) -> None:
    columns = set(yaml.safe_load((TABLES / f"{name}.yaml").read_text("utf-8"))["columns"])
    fields = {field.name for field in dataclasses.fields(kind)}
    assert columns - {"batch"} <= fields
    lists = {"figures", "roster", "rejects", "dropped"}
    assert fields - lists - columns <= ({"agent"} if name == "shop_months" else set())


def test_a_reject_has_its_code() -> None:
    columns = set(yaml.safe_load((TABLES / "rejects.yaml").read_text("utf-8"))["columns"])
    fields = {field.name for field in dataclasses.fields(Reject)}
    assert columns - {"batch", "code", "message"} == fields - {"finding"}
