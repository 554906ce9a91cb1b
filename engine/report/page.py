"""A page to be read in a browser or printed on A4: no scripts, nothing loaded from elsewhere.

The page is built as a tree and printed once, so every text in it is escaped by the library.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from engine.core.text import Language
from engine.report.document import Facts, Page, Sheet, headings
from engine.report.model import Cell, Table
from engine.report.terminal import heading_of, label, text_of

# what no page may hold; a browser would show it as nothing at all
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_STYLE = """
@page { size: A4; margin: 14mm 13mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #666; } }
* { box-sizing: border-box; }
body { font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  margin: 2rem auto; max-width: 52rem; padding: 0 1.25rem; color: #1c1c1c; background: #fff;
  overflow-wrap: anywhere; }
body.wide { max-width: 78rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
.warning { border: 2px solid #a40000; color: #a40000; padding: .5rem .8rem; font-weight: bold; }
dl { display: grid; grid-template-columns: repeat(2, max-content 1fr); gap: .2rem 1rem; margin: 0; }
dt { color: #666; } dd { margin: 0; }
.result { display: flex; justify-content: space-between; align-items: baseline; margin: 1.2rem 0 0;
  padding: .6rem .8rem; background: #f0f4f8; border-left: 4px solid #2b5c8a; }
.result strong { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .5rem; text-align: left;
  vertical-align: top; }
th { border-bottom: 2px solid #888; font-weight: 600; white-space: nowrap; }
td { min-width: 4.2em; }
th.number, td.number { text-align: right; overflow-wrap: normal; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
th.number { white-space: normal; }
tfoot td { white-space: nowrap; border-top: 2px solid #888; font-weight: 600; }
td.how { color: #444; font-size: .85rem; } td.how div span { color: #777; }
.proof { margin-top: 1.8rem; padding-top: .8rem; border-top: 1px solid #888; font-size: .85rem; }
.proof dl { grid-template-columns: max-content 1fr; }
.note { color: #555; font-size: .85rem; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; }
  body, .result { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  thead { display: table-header-group; } tfoot { display: table-row-group; }
  tr, .result, .warning, .proof { break-inside: avoid; } h2 { break-after: avoid; }
  .working { break-before: page; }
}
@media (max-width: 40rem) { dl { grid-template-columns: max-content 1fr; } }
"""
_WIDE = "@page { size: A4 landscape; }"


def to_page(page: Page, language: Language) -> str:
    """The whole page, in the reader's language."""
    html = Element("html", lang="zh-CN" if language == "zh" else "en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _child(head, "title", page.title)
    # the library leaves a style as it is; ours is fixed text
    SubElement(head, "style").text = _STYLE + (_WIDE if page.is_wide else "")
    body = SubElement(html, "body", {"class": "wide"} if page.is_wide else {})
    _child(body, "h1", page.title)
    for warning in page.warnings:
        _child(body, "p", warning, "warning")
    _facts(body, page.facts, language)
    result = SubElement(body, "p", {"class": "result"})
    _child(result, "span", page.result[0])
    _child(result, "strong", page.result[1])
    for sheet in page.sheets:
        _sheet(body, sheet, language)
    proof = SubElement(body, "section", {"class": "proof"})
    _facts(proof, page.proof, language)
    _child(proof, "p", page.note, "note")
    if page.working:
        working = SubElement(body, "section", {"class": "working"})
        for sheet in page.working:
            _sheet(working, sheet, language)
    return "<!DOCTYPE html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _child(parent: Element, tag: str, text: str, kind: str = "") -> Element:
    child = SubElement(parent, tag, {"class": kind} if kind else {})
    child.text = shown(text)
    return child


def shown(text: str) -> str:
    """With a mark for every sign that no page may hold."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text)


def _facts(parent: Element, facts: Facts, language: Language) -> None:
    listed = SubElement(parent, "dl")
    for key, cell in facts:
        if cell not in (None, ""):
            _child(listed, "dt", label(key, language))
            _child(listed, "dd", text_of(cell))


def _sheet(parent: Element, sheet: Sheet, language: Language) -> None:
    table = sheet.table
    if not table.rows:
        return
    _child(parent, "h2", heading_of(table, language))
    if table.columns[0] == "depth":
        _steps(parent, table, language)
        return
    grid = SubElement(parent, "table", id=table.key)
    row = SubElement(SubElement(grid, "thead"), "tr")
    for column, heading in zip(table.columns, headings(table, language), strict=True):
        _child(row, "th", heading, "number" if column in table.numbers else "")
    rows = SubElement(grid, "tbody")
    for cells in table.rows:
        _row(rows, table, cells)
    if sheet.sums:
        _row(SubElement(grid, "tfoot"), table, sheet.sums)


def _row(parent: Element, table: Table, cells: tuple[Cell, ...]) -> None:
    row = SubElement(parent, "tr")
    for column, cell in zip(table.columns, cells, strict=True):
        _child(row, "td", text_of(cell), "number" if column in table.numbers else "")


def _steps(parent: Element, table: Table, language: Language) -> None:
    """Depth, name and amount, and beside them how the amount came about."""
    grid = SubElement(parent, "table", id=table.key)
    rows = SubElement(grid, "tbody")
    for depth, item, amount, *how in table.rows:
        row = SubElement(rows, "tr")
        name = _child(row, "td", text_of(item))
        name.set("style", f"padding-left: {int(str(depth)) + 1}em")
        _child(row, "td", text_of(amount), "number")
        told = _child(row, "td", "", "how")
        for key, cell in zip(table.columns[3:], how, strict=True):
            if cell not in (None, ""):
                line = SubElement(told, "div")
                _child(line, "span", f"{label(key, language)}: ").tail = shown(text_of(cell))
