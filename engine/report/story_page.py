"""A story as one page for a browser and for A4 paper; nothing is loaded from elsewhere.

The page is built as a tree and printed once, so every text in it is escaped by the library. Its
script sorts and searches tables, which are there without it, and puts explanations together when
they are opened (`packing`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from engine.core.text import Language, say
from engine.report.document import headings
from engine.report.drawing import drawing
from engine.report.packing import packed
from engine.report.page import shown
from engine.report.story import Explanation, Listed, Matrix, Section, Story
from engine.report.terminal import heading_of, label, text_of

_BESIDE = Path(__file__).parent
_STYLE, _SCRIPT = "story.css", "story.js"
_MARKS = {-1: ("down", "▼"), 0: ("same", "="), 1: ("up", "▲")}


def to_story_page(story: Story, language: Language) -> str:
    """The whole page, in the reader's language."""
    html = Element("html", lang="zh-CN" if language == "zh" else "en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _child(head, "title", story.title)
    # the library leaves a style and a script as they are; ours are fixed files
    SubElement(head, "style").text = (_BESIDE / _STYLE).read_text("utf-8")
    body = SubElement(html, "body", {"data-search": say(language, "story.search")})
    _child(body, "h1", story.title)
    summary = SubElement(body, "section", {"class": "summary", "id": "summary"})
    for text in story.summary:
        _child(summary, "p", text)
    told = [section for section in story.sections if not section.is_empty]
    contents = SubElement(body, "nav")
    for section in told:
        _child(contents, "a", section.title).set("href", f"#{section.key}")
    listed = SubElement(body, "dl")
    for key, cell in story.facts:
        if cell not in (None, ""):
            _child(listed, "dt", label(key, language))
            _child(listed, "dd", text_of(cell))
    for section in told:
        _section(body, section, language)
    SubElement(body, "script").text = (_BESIDE / _SCRIPT).read_text("utf-8")
    return "<!DOCTYPE html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _child(parent: Element, tag: str, text: str, kind: str = "") -> Element:
    child = SubElement(parent, tag, {"class": kind} if kind else {})
    child.text = shown(text)
    return child


def _section(body: Element, section: Section, language: Language) -> None:
    part = SubElement(body, "section", {"id": section.key})
    _child(part, "h2", section.title)
    for text in section.texts:
        _child(part, "p", text, "note")
    for chart in section.charts:
        figure = SubElement(part, "figure")
        _child(figure, "figcaption", chart.title)
        figure.append(drawing(chart))
    for matrix in section.matrices:
        _matrix(part, matrix)
    for listed in section.tables:
        if listed.table.rows:
            _table(part, listed, language)
    if section.explanations:
        _explanations(part, section.explanations, language)


def _table(part: Element, listed: Listed, language: Language) -> None:
    table = listed.table
    _child(part, "h3", heading_of(table, language))
    grid = SubElement(SubElement(part, "div", {"class": "wide"}), "table", {"class": "data"})
    grid.set("id", f"table-{table.key}")
    row = SubElement(SubElement(grid, "thead"), "tr")
    kinds = ["number" if column in table.numbers else "" for column in table.columns]
    for kind, heading in zip(kinds, headings(table, language), strict=True):
        _child(row, "th", heading, kind)
    rows = SubElement(grid, "tbody")
    for number, cells in enumerate(table.rows):
        row = SubElement(rows, "tr", {"id": listed.ids[number]} if listed.ids else {})
        for column, kind, cell in zip(table.columns, kinds, cells, strict=True):
            target = listed.links.get((number, column))
            if target is None:
                _child(row, "td", text_of(cell), kind)
            else:
                _child(_child(row, "td", "", kind), "a", text_of(cell)).set("href", f"#{target}")


def _matrix(part: Element, matrix: Matrix) -> None:
    _child(part, "h3", matrix.title)
    grid = SubElement(part, "table", {"class": "matrix"})
    row = SubElement(SubElement(grid, "thead"), "tr")
    for heading in (matrix.corner, *matrix.columns):
        _child(row, "th", heading)
    rows = SubElement(grid, "tbody")
    for before in matrix.rows:
        row = SubElement(rows, "tr")
        _child(row, "th", before)
        for after in matrix.columns:
            if (before, after) not in matrix.cells:
                _child(row, "td", "")
                continue
            count, amount, direction = matrix.cells[before, after]
            kind, mark = _MARKS[direction]
            _child(_child(row, "td", f"{mark} {count}", kind), "small", amount)


def _explanations(part: Element, told: Sequence[Explanation], language: Language) -> None:
    """Titles, and below them text that the script reads. {link: packed-explanations}"""
    _child(SubElement(part, "noscript"), "p", say(language, "story.needs_script"), "note")
    for number, one in enumerate(told):
        details = SubElement(part, "details", {"id": one.anchor, "data-told": str(number)})
        _child(details, "summary", one.title)
    headings = [label(key, language) for key in ("item", "before", "after")]
    headings.append(say(language, "story.how"))
    # an element like any other, so that the library escapes it; a script would not be escaped
    content = SubElement(part, "div", {"id": "explanations-packed", "hidden": "hidden"})
    content.set("data-headings", json.dumps(headings, ensure_ascii=False))
    content.text = packed(told)
