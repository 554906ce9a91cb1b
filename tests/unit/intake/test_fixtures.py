"""The shipped demo files are what the generator makes, and are taken in without a reject."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from engine.intake.batch import Batch
from fixtures.generate import FOLDER, all_files, differing
from fixtures.made.bad_rows import bad_rows
from fixtures.made.writing import Made
from tests.unit.intake.importing import catalog, codes, shipped_mapping, take, taken
from tests.unit.intake.row_importing import take_rows

ALL_IMPORTS = tomllib.loads((FOLDER / "imports.toml").read_text("utf-8"))["import"]
IMPORTS = [said for said in ALL_IMPORTS if not shipped_mapping(said["mapping"]).is_of_rows]
OF_ROWS = [said for said in ALL_IMPORTS if said not in IMPORTS]


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


@pytest.mark.parametrize("said", OF_ROWS, ids=lambda said: said["file"])
def test_a_demo_file_of_rows_is_taken_whole(said: dict[str, str]) -> None:
    path, mapping = FOLDER / said["file"], shipped_mapping(said["mapping"])
    taken_rows = take_rows(path.read_bytes(), mapping, file=path.name, shop=said["shop"])
    assert ((), True) == (taken_rows.refused, len(taken_rows.rows) > 0)


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


ROWS = {
    "没有时间": ["I842"],
    "时区混用": ["I872"],
    "截断的行": ["I841"],
    "引号没关的行": ["I877"],
    "逗号没加引号": ["I841"],
    "方向不明": ["I852"],
    "负数金额": ["I873"],
    "付款早于下单": ["I876"],
    "订单没有买家": ["I842"],
    "状态词未知": ["I852"],
    "同号不同内容": ["I861", "I861"],
    "金额不是数": ["I843"],
    "退款多于实付": ["I881"],
    "逗号和换行": [],
}
MADE = {made.file: made for made in bad_rows()}


@pytest.mark.parametrize("made", MADE.values(), ids=lambda made: made.file)
def test_a_broken_row_is_refused_for_its_reason_and_the_others_are_taken(made: Made) -> None:
    said = take_rows(made.content, shipped_mapping(made.mapping), file=made.file)
    assert ROWS[made.file.split("_")[0]] == said.codes
    assert 2 in said.column("file_row")


FIGURES = [path for path in sorted((FOLDER / "bad").iterdir()) if path.name not in MADE]


@pytest.mark.parametrize("path", FIGURES, ids=lambda p: p.name)
def test_a_broken_file_is_refused_for_its_reason(path: Path) -> None:
    name = path.name.split("_")[0]
    mapping = "chitu_daily_received" if name.startswith("人均") else "agent_months_wide"
    outcome = take(path.read_bytes(), shipped_mapping(mapping), file=path.name)
    assert BAD[name] == codes(outcome)


def test_all_measures_of_the_demo_are_in_the_catalogue() -> None:
    known = {measure.id for measure in catalog().measures}
    assert {f.measure for said in IMPORTS for f in batch_of(said).figures} <= known
