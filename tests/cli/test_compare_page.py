"""`--html` and `--xlsx`: one page that loads nothing, and a workbook with the same numbers.

小美 2966.41, 阿文 2050.00, 小溪 1724.51 in May (test_compare.py); the trial pays 阿文 200.00 more,
小美 100.00 less.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from engine.app.compare_charts import MOST_AGENTS, gain_chart
from engine.compare.differences import Pair
from engine.compare.model import Payslip, Side
from engine.core.period import Month
from engine.report.charts import Bars, Waterfall, ticks
from engine.report.drawing import drawing
from engine.report.model import Table
from engine.report.story import Explanation, Listed, Section, Story
from engine.report.story import Step as StoryStep
from engine.report.story_page import to_story_page
from tests.cli.command import Command
from tests.cli.test_by_clause import trial
from tests.cli.test_corrections import MAY, SHOP, adjust, june, ok, posted, take
from tests.unpacked import Step, unpacked

__all__ = ["posted"]

JSON = ("--format", "json")
AMOUNT = re.compile(r"-?\d+\.\d{2}")
CHANGES = (("[95, 卓越, 1800]", "[95, 卓越, 1700]"), ("[85, 优秀, 1700]", "[85, 优秀, 1900]"))
SCRIPT = Path(__file__).parents[2] / "engine/report/story.js"
# elements that HTML never closes
_OPEN = ("meta", "br", "input")


class _Page(HTMLParser):
    """What stands in a page: its elements, its texts, and whether all of them are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _OPEN:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def shown(self) -> str:
        return "\n".join(self.texts)

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.elements if "id" in attributes]


def amounts_in(said: object) -> set[str]:
    if isinstance(said, dict):
        return {a for value in said.values() for a in amounts_in(value)}
    if isinstance(said, list):
        return {a for value in said for a in amounts_in(value)}
    return {said} if isinstance(said, str) and AMOUNT.fullmatch(said) else set()


def written(tianping: Command, *words: str) -> tuple[dict[str, Any], str]:
    said = ok(tianping(*words, "--html", "page.html", *JSON)).json
    return said, (tianping.folder / "page.html").read_text("utf-8")


def compared(tianping: Command, *words: str) -> tuple[dict[str, Any], str]:
    name = trial(tianping, *CHANGES)
    return written(tianping, "compare", "v1", name, *MAY, "--by-clause", *words)


def assert_loads_nothing(text: str) -> None:
    page = _Page(text)
    assert [] == page.open
    assert not re.search(r"https?://|@import|url\(", text)
    for tag, attributes in page.elements:
        assert "src" not in attributes
        assert tag not in ("link", "iframe", "object", "embed", "img")
        assert str(attributes.get("href", "#")).startswith("#")
        assert not [name for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_stands_alone_and_has_every_amount(tianping: Command, language: str) -> None:
    said, text = compared(Command(tianping.folder, language))
    assert_loads_nothing(text)
    page = _Page(text)
    assert amounts_in(said) <= set(AMOUNT.findall(page.shown))
    assert ("100.00", "page.html") == (said["difference"], said["page_file"])
    assert ("page", {"en": "en", "zh": "zh-CN"}[language]) == ("page", page.elements[0][1]["lang"])
    summary = {
        "zh": "trial.yaml 共发 6840.92 元，比 v1（6740.92 元）多 100.00 元。",
        "en": "trial.yaml pays 6840.92 in all, 100.00 more than v1 (6740.92).",
    }
    assert summary[language] in page.texts
    charts = [a["aria-labelledby"] for tag, a in page.elements if tag == "svg"]
    assert ["gains-2-title", "waterfall-title", "months-chart-title"] == charts


def test_every_link_leads_to_a_place_in_the_page(tianping: Command) -> None:
    _, text = compared(tianping)
    page = _Page(text)
    targets = {str(a["href"])[1:] for tag, a in page.elements if tag == "a"}
    assert targets <= set(page.ids)
    assert {"agent-1", "clause-1", "explanations"} <= targets
    assert len(page.ids) == len(set(page.ids))


def explained(text: str) -> dict[str, list[tuple[str, list[Step]]]]:
    """The payslips of each explanation, by its title."""
    page = _Page(text)
    told = unpacked(next(text for text in page.texts if text.startswith('{"shapes"')))
    numbers = [int(str(a["data-told"])) for tag, a in page.elements if tag == "details"]
    assert list(range(len(told))) == numbers
    titles = re.findall(r"<summary>(.*?)</summary>", text)
    return dict(zip(map(unescape, titles), told, strict=True))


def step_of(payslips: list[tuple[str, list[Step]]], item: str) -> Step:
    return next(step for _, steps in payslips for step in steps if step[1] == item)


def test_every_agent_is_explained_on_both_sides(tianping: Command) -> None:
    _, text = compared(tianping)
    told = explained(text)
    assert "小美：2966.41（v1）→ 2866.41（trial.yaml），-100.00" in told
    payslips = told["阿文：2050.00（v1）→ 2250.00（trial.yaml），+200.00"]
    _, _, before, after, how = step_of(payslips, "评级.岗位工资")
    assert ("1700.00", "1900.00") == (before, after)
    # the row of either side, with its file
    rows = [text for heading, text in how if heading.startswith("行")]
    assert re.search(r"优秀 · 1700  \(policies/myshop/pay/v1\.yaml:\d+\)", rows[0])
    assert re.search(r"优秀 · 1900  \(trial\.yaml:\d+\)", rows[1])


def test_a_posted_side_is_explained_from_its_entry(posted: Command) -> None:
    words = ("compare", "posted", "v1", "--set", "tables.评级.rows[85].岗位工资=1900", *MAY)
    _, text = written(posted, *words)
    payslips = next(told for title, told in explained(text).items() if title.startswith("阿文"))
    _, _, before, after, how = step_of(payslips, "评级.岗位工资")
    assert ("1700.00", "1900.00") == (before, after)
    assert 2 == len([text for heading, text in how if heading.startswith("行")])


def test_a_line_that_was_settled_since_is_what_the_ledger_comes_to(posted: Command) -> None:
    adjust(posted, "dispute", "40", "--concerns", "2024-05", "--line", "提成")
    # 1116.41 by the figures, of which the correction pays 60.00: 1016.41 + 40.00 are paid already
    take(posted, "更正", "客服01,2024-05,96,61.50%,0:42,73320.50\n")
    ok(posted("rerun", *MAY, "--by", "会计", "--reason", "漏计"))
    said, text = written(posted, "compare", "posted", "v1", *MAY)
    (line,) = (row for row in said["lines"] if (row["agent"], row["line"]) == ("客服01", "提成"))
    # what is settled stands beside the month: 1016.41 + 60.00
    assert ("1076.41", "1116.41") == (line["before"], line["after"])
    payslips = next(told for title, told in explained(text).items() if title.startswith("小美"))
    _, _, before, after, _ = step_of(payslips, "提成")
    assert ("1076.41", "1116.41") == (before, after)
    # what the entry's own steps come to is not what was paid, so they are not told
    _, _, before, after, _ = step_of(payslips, "提成表.金额")
    assert ("", "1116.41") == (before, after)


@pytest.mark.skipif(which("chromium") is None, reason="needs a browser")
def test_a_browser_puts_an_explanation_together(tianping: Command) -> None:
    _, text = compared(tianping)
    page = tianping.folder / "page.html"
    own = f"--user-data-dir={tianping.folder / 'browser'}"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", own)
    command = ("chromium", *options, f"{page.as_uri()}#agent-1")
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    opened = re.search(r'<details id="agent-1" open="">(.*?)</details>', done.stdout, re.DOTALL)
    assert opened is not None
    cells = re.findall(r"<td[^>]*>(.*?)</td>", opened[1], re.DOTALL)
    (_, steps), *_ = next(iter(explained(text).values()))
    wanted = []
    for _, item, before, after, how in steps:
        mark = "" if before == after else "≠ "
        wanted += [f"{mark}{item}", before, after, "".join(f"{h}: {t}" for h, t in how)]
    assert wanted == [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells]


def test_the_script_is_the_file_and_the_page_is_the_same_every_time(tianping: Command) -> None:
    _, first = compared(tianping)
    _, second = compared(tianping)
    assert first == second
    script = SCRIPT.read_text("utf-8")
    assert 1 == first.count("<script")
    assert f"<script>{script}</script>" in first
    for word in ("</", "innerHTML", "eval", "fetch", "import(", "XMLHttpRequest"):
        assert word not in script


def test_names_that_look_like_markup_are_text(tianping: Command) -> None:
    hostile = "<img src=x onerror=alert(1)>&amp;.yaml"
    (tianping.folder / trial(tianping, *CHANGES)).rename(tianping.folder / hostile)
    _, text = written(tianping, "compare", "v1", hostile, *MAY, "--by-clause")
    assert_loads_nothing(text)
    assert hostile in _Page(text).shown
    assert "<img" not in text


def test_markup_in_any_part_of_a_story_is_text() -> None:
    bad = "</script></style><script>x</script>\x00"
    table = Table(key="agents", columns=("agent",), rows=((bad,),))
    step = StoryStep(depth=0, item=bad, before=bad, after="", how=((bad, bad),))
    told = Explanation(anchor="agent-1", title=bad, months=((bad, (step,)),))
    charts = (
        Bars(key="bars", title=bad, bars=((bad, Decimal("-1.5")),)),
        Waterfall(key="w", title=bad, first=(bad, Decimal(1)), steps=((bad, Decimal(2)),),
                  last=(bad, Decimal(3))),
    )  # fmt: skip
    section = Section(
        key="gains", title=bad, texts=(bad,), charts=charts, tables=(Listed(table=table),),
        explanations=(told,),
    )  # fmt: skip
    text = to_story_page(
        Story(title=bad, facts=(("shop", bad),), summary=(bad,), sections=(section,)), "en"
    )
    assert_loads_nothing(text)
    assert (1, 0) == (text.count("<script"), text.count("\x00"))


def test_several_sides_and_months_need_no_clauses(posted: Command) -> None:
    june(posted)
    words = ("compare", "posted", "v1", "v1", "--set", "tables.评级.rows[85].岗位工资=1900")
    said, text = written(posted, *words, *SHOP, "--months", "2024-05..2024-06")
    assert_loads_nothing(text)
    assert amounts_in(said) <= set(AMOUNT.findall(_Page(text).shown))
    assert "没有比较" in text


def test_a_backtest_has_a_page(posted: Command) -> None:
    words = ("backtest", "v1", "--set", "tables.评级.rows[85].岗位工资=1900", *SHOP)
    said, text = written(posted, *words)
    assert_loads_nothing(text)
    assert "200.00" == said["difference"]
    assert amounts_in(said) <= set(AMOUNT.findall(_Page(text).shown))


def test_a_sweep_has_a_page_with_curves(tianping: Command) -> None:
    words = ("sweep", "v1", "--vary", "tables.评级.rows[85].岗位工资=1700..1900:100", *MAY)
    said, text = written(tianping, *words)
    assert_loads_nothing(text)
    page = _Page(text)
    assert amounts_in(said) <= set(AMOUNT.findall(page.shown))
    # 阿文 alone has that grade: 6740.92, 6840.92, 6940.92
    assert (
        "1700 时最省：6740.92 元；1900 时最贵：6940.92 元。现在的方案是 6740.92 元。" in page.texts
    )
    charts = [str(a["id"]) for tag, a in page.elements if tag == "svg"]
    assert ["chart-costs-chart", "chart-shares-1"] == charts[:2]


def test_the_workbook_has_the_amounts_of_the_report_and_filters(tianping: Command) -> None:
    name = trial(tianping, *CHANGES)
    words = ("compare", "v1", name, *MAY, "--by-clause", "--xlsx", "book.xlsx", *JSON)
    said = ok(tianping(*words)).json
    content = (tianping.folder / "book.xlsx").read_bytes()
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    tables = {k: rows for k, rows in said.items() if isinstance(rows, list) and rows}
    names = book.sheet_names
    assert len(tables) + 1 == len(names)
    assert all(len(name) <= 31 for name in names)
    for name, rows in zip(names[1:], tables.values(), strict=True):
        cells = book.get_sheet_by_name(name).to_python()[1:]
        wanted = [list(row.values()) for row in rows]
        assert len(wanted) == len(cells)
        for shown, row in zip(cells, wanted, strict=True):
            for cell, value in zip(shown, row, strict=True):
                if isinstance(value, str) and AMOUNT.fullmatch(value):
                    assert Decimal(value) == Decimal(str(cell))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        texts = [parts.read(n).decode("utf-8") for n in sheets]
    assert len(names) == len(texts)
    for text in texts:
        assert "<autoFilter" in text
        assert 'state="frozen"' in text
        assert "<f>" not in text


def test_a_file_that_cannot_be_written_is_said(tianping: Command) -> None:
    (tianping.folder / "file").write_text("x", "utf-8")
    done = tianping("compare", "v1", "v1", *MAY, "--html", "file/page.html", *JSON)
    assert (1, ["W936"]) == (done.code, done.codes)


# -- charts ----------------------------------------------------------------------------------


def test_printed_numbers_are_the_amounts() -> None:
    # as a float, 0.1 + 0.2 is 0.30000000000000004
    bars = (("a", Decimal("0.1") + Decimal("0.2")), ("b", Decimal("-12345678901234.56")))
    svg = drawing(Bars(key="bars", title="t", bars=bars))
    texts = {text.text for text in svg.iter("text")}
    assert {"+0.30", "-12345678901234.56"} <= texts


def test_above_forty_agents_the_rest_is_one_bar() -> None:
    found = tuple(_pair(number) for number in range(1, 101))
    (chart,) = gain_chart(Side(number=2, words="v2"), found, "en")
    assert isinstance(chart, Bars)
    assert MOST_AGENTS == len(chart.bars)
    # 100 + 99 + … + 62 are the 39 greatest; 1 + … + 61 = 1891
    assert ("agent 100", Decimal(100)) == chart.bars[0]
    assert ("61 others, together", Decimal(1891)) == chart.bars[-1]
    assert Decimal(5050) == sum(amount for _, amount in chart.bars)
    assert "the other 61 are one bar" in chart.title


def _pair(number: int) -> Pair:
    paid = [
        Payslip(
            agent=f"a{number}", name=f"agent {number}", role="r", lines={}, total=Decimal(total)
        )
        for total in (1000, 1000 + number)
    ]
    return Pair(month=Month(2024, 5), before=paid[0], after=paid[1])


def test_a_waterfall_begins_near_its_steps() -> None:
    steps = (("up", Decimal(100)), ("down", Decimal(-50)))
    near = Waterfall(
        key="w", title="t", first=("a", Decimal(10000)), steps=steps, last=("b", Decimal(10050))
    )
    far = Waterfall(
        key="w", title="t", first=("a", Decimal(100)), steps=steps, last=("b", Decimal(150))
    )
    below = Waterfall(
        key="w", title="t", first=("a", Decimal(10)), steps=(("x", Decimal(-30)),),
        last=("b", Decimal(-20)),
    )  # fmt: skip
    assert 9000 < near.low <= 9900
    assert 0 == far.low
    assert below.low <= -20


@pytest.mark.parametrize(
    ("low", "high"), [("0", "1"), ("-7.3", "12"), ("11150", "11400"), ("0", "0.0004")]
)
def test_ticks_are_few_and_hold_both_ends(low: str, high: str) -> None:
    found = ticks(Decimal(low), Decimal(high))
    assert found[0] <= Decimal(low) < Decimal(high) <= found[-1]
    assert 2 <= len(found) <= 9
