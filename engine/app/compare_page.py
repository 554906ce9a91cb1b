"""A comparison as a story: what it comes to in words, then charts, tables and explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.app.compare_charts import clause_chart, gain_chart, matrices, month_chart
from engine.app.compare_views import ALWAYS_BY_SIDE, only
from engine.app.compare_words import summary
from engine.app.compared import Compared
from engine.app.page_explanations import explanations, movers_first
from engine.app.result import Result
from engine.app.story_files import StoryFiles, write_story
from engine.compare.differences import pairs
from engine.core.text import Language, say
from engine.report.charts import Chart
from engine.report.model import Table
from engine.report.story import Explanation, Listed, Matrix, Section, Story

Anchors = Mapping[tuple[str, str], str]
_BY_MONTH = "agent_months"
_GAINS = ("agents", _BY_MONTH)
_CLAUSES = ("clauses", "clause_agents", "clause_lines", "clause_interactions")
_MONTHS = ("compared_sides", "settings", "month_totals")
_GRADES = ("migration", "grades", "roles")
_LINES = ("line_totals", "lines")
_ORDER = ("ranks", "spread", "unfair")


def with_page(result: Result, done: Compared, files: StoryFiles, language: Language) -> Result:
    """The result, with the page and the workbook written where they are asked for."""
    if not files.is_wanted:
        return result
    story = story_of(result, done, language)
    return replace(result, report=write_story(files, story, result.report, language))


def story_of(result: Result, done: Compared, language: Language) -> Story:
    comparison = done.comparison
    title = say(
        language, f"story.{result.report.command}_title", shop=comparison.shop,
        sides=say(language, "story.against").join(side.title for side in comparison.sides),
    )  # fmt: skip
    return Story(
        title=title,
        facts=result.report.facts,
        summary=(*summary(comparison, result.report, language), *result.report.notes),
        sections=tuple(_sections(result, done, language)),
    )


def _sections(result: Result, done: Compared, language: Language) -> Iterator[Section]:
    comparison = done.comparison
    tables = {table.key: table for table in result.report.tables}
    others = [(side, pairs(comparison, side)) for side in comparison.others]
    told = explanations(done, others, language)
    build = _Builder(tables, {(e.agent, str(e.side)): e.anchor for e in told}, language)
    gains = [chart for side, found in others for chart in gain_chart(side, found, language)]
    yield build.section("gains", _GAINS, charts=tuple(gains))
    yield build.section("clauses", _CLAUSES, charts=clause_chart(comparison, tables, language))
    yield build.section("months", _MONTHS, charts=month_chart(comparison, language))
    grades = [m for side, found in others for m in matrices(comparison, side, found, language)]
    yield build.section("grades", _GRADES, matrices=tuple(grades))
    yield build.section("lines", _LINES)
    yield build.section("order", _ORDER)
    yield build.section("not_compared", ("not_compared",))
    every = sum(len(movers_first(found)) for _, found in others)
    yield build.section(
        "explanations", (), told=tuple(one.told for one in told), every=every
    )  # fmt: skip


class _Builder:
    """Sections with the links that lead from their tables to explanations."""

    def __init__(self, tables: Mapping[str, Table], anchors: Anchors, language: Language) -> None:
        self._tables, self._anchors, self._language = tables, anchors, language
        clauses = tables.get("clauses")
        titles = [str(row[0]) for row in clauses.rows] if clauses else []
        self._clauses = {title: f"clause-{n}" for n, title in enumerate(titles, start=1)}

    def section(
        self, key: str, tables: tuple[str, ...], *, charts: tuple[Chart, ...] = (),
        matrices: tuple[Matrix, ...] = (), told: tuple[Explanation, ...] = (), every: int = 0,
    ) -> Section:  # fmt: skip
        found = [self._tables[one] for one in tables if one in self._tables]
        if len({row[0] for table in found if table.key == _BY_MONTH for row in table.rows}) < 2:
            found = [table for table in found if table.key != _BY_MONTH]
        texts: list[str] = []
        if charts or matrices or told:
            texts.append(say(self._language, f"story.{key}_text"))
        if every > len(told):
            texts.append(say(self._language, "story.capped", most=len(told), every=every))
        return Section(
            key=key,
            title=say(self._language, f"story.{key}"),
            texts=tuple(texts),
            charts=charts,
            matrices=matrices,
            tables=tuple(self._listed(table) for table in found),
            explanations=told,
        )

    def _listed(self, table: Table) -> Listed:
        links: dict[tuple[int, str], str] = {}
        for number, row in enumerate(table.rows):
            cells = dict(zip(table.columns, map(str, row), strict=True))
            anchor = self._anchors.get((cells.get("agent", ""), cells.get("side", "2")))
            if anchor is not None:
                links[number, "agent"] = anchor
            clause = self._clauses.get(cells.get("changed_clause", ""))
            if clause is not None and table.key != "clauses":
                links[number, "changed_clause"] = clause
        ids = tuple(f"clause-{n}" for n in range(1, len(table.rows) + 1))
        shown = self._narrowed(table)
        return Listed(table=shown, links=links, ids=ids if table.key == "clauses" else ())

    def _narrowed(self, table: Table) -> Table:
        """Without columns that say nothing; of two sides all differences are of the second."""
        of_two = len(self._tables["compared_sides"].rows) == 2 and table.key not in ALWAYS_BY_SIDE
        kept = [
            column
            for place, column in enumerate(table.columns)
            if any(row[place] != "" for row in table.rows) and not (of_two and column == "side")
        ]
        return only(table, " ".join(kept))
