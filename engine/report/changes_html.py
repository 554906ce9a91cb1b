"""Two versions in words as one page: no scripts, nothing loaded, made to be printed on A4.

The page is built as a tree and printed once, so every text in it is escaped by the library.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from engine.core.text import Language, say
from engine.report.model import Report, Table
from engine.report.terminal import label, text_of

_STYLE = """
@page { size: A4; margin: 18mm 16mm; }
body { font: 15px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 48rem; padding: 0 1rem; color: #1c1c1c; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; break-after: avoid;
  border-bottom: 1px solid #d5d5d5; }
ul { padding-left: 1.2rem; } li { margin-bottom: .6rem; break-inside: avoid; }
dl { margin: .1rem 0 0; font-size: .85rem; color: #555; display: grid;
  grid-template-columns: max-content 1fr; gap: 0 .8rem; } dd { margin: 0; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } }
"""


def changes_page(report: Report, language: Language) -> str:
    """The whole page, in the reader's language."""
    facts = dict(report.facts)
    sides = {"old": text_of(facts["old_file"]), "new": text_of(facts["new_file"])}
    title = say(language, "diff.title", **sides)
    html = Element("html", lang="zh-CN" if language == "zh" else "en")
    head = SubElement(html, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _child(head, "title", title)
    _child(head, "style", _STYLE)
    body = SubElement(html, "body")
    _child(body, "h1", title)
    for note in report.notes:
        _child(body, "p", note)
    _groups(body, report.views[0], language)
    return "<!DOCTYPE html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _child(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = text
    return child


def _groups(body: Element, changes: Table, language: Language) -> None:
    """A heading for each row of depth 0, and below it the changes of its group."""
    if not changes.rows:
        _child(body, "p", say(language, "diff.none"))
    listed = body
    for depth, text, *rest in changes.rows:
        if depth == 0:
            _child(body, "h2", text_of(text))
            listed = SubElement(body, "ul")
            continue
        entry = _child(listed, "li", text_of(text))
        beside = SubElement(entry, "dl")
        for column, cell in zip(changes.columns[2:], rest, strict=True):
            if cell:
                _child(beside, "dt", label(column, language))
                _child(beside, "dd", text_of(cell))
