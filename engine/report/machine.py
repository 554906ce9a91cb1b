"""A report for other programs: one JSON document, or CSV blocks."""

from __future__ import annotations

import csv
import io
import json
import re

from engine.core.diagnostic import Diagnostic
from engine.core.text import Language, hint, message
from engine.report.model import Cell, Report

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def to_json(report: Report, found: tuple[Diagnostic, ...], language: Language) -> str:
    """One document: the command, its facts, its tables by key, the findings."""
    document: dict[str, object] = {"command": report.command}
    document.update(report.facts)
    for table in report.tables:
        document[table.key] = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    if report.text:
        document["text"] = report.text
    document["diagnostics"] = [diagnostic_json(d, language) for d in found]
    return json.dumps(document, ensure_ascii=False, indent=2)


def diagnostic_json(diagnostic: Diagnostic, language: Language) -> dict[str, object]:
    span = diagnostic.span
    return {
        "code": diagnostic.check.code,
        "name": diagnostic.check.name,
        "severity": diagnostic.check.severity,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "message": message(diagnostic, language),
        "hint": hint(diagnostic, language),
        "values": dict(diagnostic.values),
    }


def to_csv(report: Report, found: tuple[Diagnostic, ...], language: Language) -> str:
    """Blocks parted by a blank line, each with a header row; the first cell names the block."""
    blocks = [_block("facts", ("key", "value"), [(k, v) for k, v in report.facts])]
    blocks.extend(_block(t.key, t.columns, list(t.rows)) for t in report.tables)
    if report.text:
        blocks.append(_block("text", ("text",), [(line,) for line in report.text.splitlines()]))
    if found:
        keys = ("code", "severity", "file", "line", "column", "message", "hint")
        shown = [diagnostic_json(d, language) for d in found]
        rows = [tuple(_cell(one[k]) for k in keys) for one in shown]
        blocks.append(_block("diagnostics", keys, rows))
    return "\n".join(block for block in blocks if block)


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def _block(name: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("table", *columns))
    writer.writerows((name, *(neutral(cell) for cell in row)) for row in rows)
    return out.getvalue()


def neutral(cell: Cell) -> str:
    """A cell that a spreadsheet shows as it is: text that looks like a formula gets a quote."""
    if cell is None:
        return ""
    text = ("true" if cell else "false") if isinstance(cell, bool) else str(cell)
    if text.startswith(DANGEROUS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
