"""A sweep as a story: what it costs and who gets what, over the values tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from engine.app.result import Result
from engine.app.story_files import StoryFiles, write_story
from engine.core.text import Language, say
from engine.report.charts import Chart, Curves
from engine.report.model import Report, Table
from engine.report.story import Listed, Section, Story

Series = dict[str, dict[str, Decimal]]


def with_sweep_page(result: Result, files: StoryFiles, language: Language) -> Result:
    """The result, with the page and the workbook written where they are asked for."""
    if not files.is_wanted or not result.report.tables:
        return result
    story = sweep_story(result.report, language)
    return replace(result, report=write_story(files, story, result.report, language))


def sweep_story(report: Report, language: Language) -> Story:
    facts = {key: str(cell) for key, cell in report.facts}
    tables = {table.key: table for table in report.tables}
    varied = {"varied": facts["varied"], "shop": facts["shop"]}
    return Story(
        title=say(language, "story.sweep_title", **varied),
        facts=report.facts,
        summary=tuple(_summary(tables["variants"], facts, language)),
        sections=tuple(_sections(tables, language)),
    )


def _summary(table: Table, facts: dict[str, str], language: Language) -> Iterator[str]:
    costs = [(_value(table, row), Decimal(_cell(table, row, "cost"))) for row in table.rows]
    if costs:
        least, most = min(costs, key=lambda one: one[1]), max(costs, key=lambda one: one[1])
        yield say(
            language, "story.sweep_range", least=f"{least[1]:f}", at_least=least[0],
            most=f"{most[1]:f}", at_most=most[0], now=facts["total_before"],
        )  # fmt: skip
    yield say(language, "story.sweep_count", count=len(costs), refused=facts["refused_count"])


def _sections(tables: dict[str, Table], language: Language) -> Iterator[Section]:
    costs, shares = tables["variants"], tables["variant_shares"]
    charts = _cost_chart(costs, language)
    yield _section("costs", (costs,), charts, language)
    yield _section("shares", (shares,), tuple(_share_charts(shares, language)), language)
    rest = tuple(tables[k] for k in ("variant_agents", "variant_refusals") if k in tables)
    yield _section("further", rest, (), language)


def _section(
    key: str, tables: tuple[Table, ...], charts: tuple[Chart, ...], language: Language
) -> Section:
    return Section(
        key=key, title=say(language, f"story.{key}"), charts=charts,
        tables=tuple(Listed(table=table) for table in tables),
    )  # fmt: skip


def _cell(table: Table, row: tuple[object, ...], column: str) -> str:
    return str(row[table.columns.index(column)]) if column in table.columns else ""


def _value(table: Table, row: tuple[object, ...]) -> str:
    values = (_cell(table, row, column) for column in ("varied_value", "second_value"))
    return " × ".join(value for value in values if value)


def _cost_chart(table: Table, language: Language) -> tuple[Chart, ...]:
    """One line; with a second number one line for each of its values."""
    series: Series = {}
    for row in table.rows:
        name = _cell(table, row, "second_value") or say(language, "story.cost")
        at = _cell(table, row, "varied_value")
        series.setdefault(name, {})[at] = Decimal(_cell(table, row, "cost"))
    title = say(language, "story.cost_chart")
    return (_curves(("costs-chart", title), series, ""),) if series else ()


def _share_charts(table: Table, language: Language) -> Iterator[Chart]:
    """For every column of words one chart, with a line for each word; a second number has none."""
    if "second_value" in table.columns:
        return
    items: dict[str, Series] = {}
    for row in table.rows:
        word, at = _cell(table, row, "grade_word"), _cell(table, row, "varied_value")
        share = Decimal(_cell(table, row, "share_percent"))
        items.setdefault(_cell(table, row, "item"), {}).setdefault(word, {})[at] = share
    for number, (item, series) in enumerate(items.items(), start=1):
        title = say(language, "story.share_chart", item=item)
        # a word that nobody gets at any value is a line in the table only
        kept = {word: amounts for word, amounts in series.items() if any(amounts.values())}
        yield _curves((f"shares-{number}", title), kept, "%")


def _curves(named: tuple[str, str], series: Series, unit: str) -> Curves:
    values = tuple(dict.fromkeys(at for amounts in series.values() for at in amounts))
    empty = Decimal(0) if unit else None
    return Curves(
        key=named[0], title=named[1], values=values, unit=unit,
        series=tuple(
            (name, tuple(amounts.get(at, empty) for at in values))
            for name, amounts in series.items()
        ),
    )  # fmt: skip
