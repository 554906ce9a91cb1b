"""A report as one page for a browser: no scripts, nothing loaded from elsewhere.

The page is built as a tree and printed once, so every text in it is escaped by the library.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from engine.core.diagnostic import Diagnostic
from engine.core.text import Language, hint, message, say
from engine.report.model import Cell, Report, Table
from engine.report.terminal import heading_of, label, text_of

_STYLE = """
body { font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 78rem; padding: 0 1rem; color: #1c1c1c; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; font-size: .9rem; display: block; overflow-x: auto; }
th, td { border: 1px solid #d5d5d5; padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: #f3f3f3; } td.number { text-align: right; white-space: nowrap; }
li { margin-bottom: .6rem; } code { background: #f3f3f3; padding: 0 .25rem; }
.hint { color: #555; } .error { color: #a40000; } .warning { color: #8a5a00; }
"""


def to_html(report: Report, found: tuple[Diagnostic, ...], language: Language) -> str:
    """The whole page, in the reader's language."""
    html = Element("html", lang="zh-CN" if language == "zh" else "en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _child(head, "title", say(language, "deep.page.title"))
    _child(head, "style", _STYLE)
    body = SubElement(html, "body")
    _child(body, "h1", say(language, "deep.page.title"))
    _child(body, "p", say(language, "deep.page.intro"))
    _facts(body, report, language)
    _findings(body, found, language)
    for table in report.views or report.tables:
        if table.rows:
            _table(body, table, language)
    return "<!DOCTYPE html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _child(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    child = SubElement(parent, tag, attributes)
    child.text = text
    return child


def _facts(body: Element, report: Report, language: Language) -> None:
    for key, value in report.facts:
        _child(body, "p", f"{label(key, language)}: {text_of(value)}")


def _findings(body: Element, found: tuple[Diagnostic, ...], language: Language) -> None:
    if not found:
        return
    listed = SubElement(body, "ul")
    for diagnostic in found:
        entry = SubElement(listed, "li")
        severity = diagnostic.check.severity
        _child(entry, "code", f"{diagnostic.span} {diagnostic.check.code}")
        said = _child(entry, "span", f" {message(diagnostic, language)} ")
        said.set("class", severity)
        way_out = _child(entry, "span", hint(diagnostic, language))
        way_out.set("class", "hint")


def _table(body: Element, table: Table, language: Language) -> None:
    _child(body, "h2", heading_of(table, language))
    grid = SubElement(body, "table")
    row = SubElement(SubElement(grid, "thead"), "tr")
    for column in table.columns:
        _child(row, "th", label(column, language))
    rows = SubElement(grid, "tbody")
    for cells in table.rows:
        row = SubElement(rows, "tr")
        for column, cell in zip(table.columns, cells, strict=True):
            _cell(row, cell, is_number=column in table.numbers)


def _cell(row: Element, cell: Cell, *, is_number: bool) -> None:
    made = _child(row, "td", text_of(cell))
    if is_number:
        made.set("class", "number")
