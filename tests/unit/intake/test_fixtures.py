"""The shipped demo files are what the generator makes, and are taken in without a reject."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from engine.intake.batch import Batch
from fixtures.generate import FOLDER, all_files, differing
from tests.unit.intake.importing import catalog, codes, shipped_mapping, take, taken

IMPORTS = tomllib.loads((FOLDER / "imports.toml").read_text("utf-8"))["import"]


def batch_of(said: dict[str, str]) -> Batch:
    return taken(
        (FOLDER / said["file"]).read_bytes(),
        shipped_mapping(said["mapping"]),
        file=said["file"],
        shop=said["shop"],
        month=said.get("month", ""),
    )


def test_the_files_are_what_the_generator_makes() -> None:
    assert differing(all_files()) == []


@pytest.mark.parametrize("said", IMPORTS, ids=lambda said: said["file"])
def test_a_demo_file_is_taken_whole(said: dict[str, str]) -> None:
    batch = batch_of(said)
    assert batch.rejects == ()
    assert batch.figures or batch.roster


def test_no_figure_is_stated_by_two_files() -> None:
    stated = Counter(
        (f.shop, f.month, f.agent, f.measure) for said in IMPORTS for f in batch_of(said).figures
    )
    assert [key for key, times in stated.items() if times > 1] == []


@pytest.mark.parametrize("shop", sorted({said["shop"] for said in IMPORTS}))
def test_every_agent_with_figures_stands_in_the_roster(shop: str) -> None:
    batches = [batch_of(said) for said in IMPORTS if said["shop"] == shop]
    known = {row.agent for batch in batches for row in batch.roster}
    named = {f.agent for batch in batches for f in batch.figures if f.agent}
    assert named <= known


BAD = {
    "缺列": ["I807"],
    "多一列": ["I809"],
    "重复表头": ["I808"],
    "空文件": ["I802"],
    "只有表头": ["I802"],
    "二进制": ["I803"],
    "坏编码": ["I804"],
    "引号没关": ["I805"],
    "坏工作簿": ["I805"],
    "丢位数": ["I849"],
    "千分位分组错误": ["I843"],
    "负数人数": ["I848"],
    "nan": ["I843"],
    "inf": ["I843"],
    "科学计数": ["I843"],
    "比率没有百分号": ["I844"],
    "小数太多": ["I847"],
    "空格子": ["I842"],
    "少一格": ["I841"],
    "没加引号的千分位": ["I841"],
    "同月两行不同": ["I861", "I861"],
    "某一天": ["I850"],
    "人均日接入2024-05-01至2024-05-20.csv": ["I812"],
}


@pytest.mark.parametrize("path", sorted((FOLDER / "bad").iterdir()), ids=lambda p: p.name)
def test_a_broken_file_is_refused_for_its_reason(path: Path) -> None:
    name = path.name.split("_")[0]
    mapping = "chitu_daily_received" if name.startswith("人均") else "agent_months_wide"
    outcome = take(path.read_bytes(), shipped_mapping(mapping), file=path.name)
    assert BAD[name] == codes(outcome)


def test_all_measures_of_the_demo_are_in_the_catalogue() -> None:
    known = {measure.id for measure in catalog().measures}
    assert {f.measure for said in IMPORTS for f in batch_of(said).figures} <= known
