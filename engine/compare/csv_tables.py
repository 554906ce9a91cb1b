"""Tables that stand in CSV files, with their rows in place, so that rows are compared by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as Files
from dataclasses import replace

from engine.core.span import Span
from engine.policy.reading import text_of
from engine.source.document import Mapping, Node, Scalar, Sequence


def with_csv_rows(root: Mapping, files: Files[str, bytes]) -> Mapping:
    """The policy with the rows of every CSV table that can be read; other tables as they are."""
    tables = root.get("tables")
    if not isinstance(tables, Mapping):
        return root
    filled = replace(tables, pairs=tuple((k, _table(body, files)) for k, body in tables.pairs))
    pairs = tuple((k, filled if k.text == "tables" else node) for k, node in root.pairs)
    return replace(root, pairs=pairs)


def _table(body: Node, files: Files[str, bytes]) -> Node:
    named = body.get("csv") if isinstance(body, Mapping) else None
    file = named.get("file") if isinstance(named, Mapping) else None
    if not isinstance(body, Mapping) or file is None or body.get("rows") is not None:
        return body
    name = text_of(file)
    # a table of a base lies beside the base
    content = files.get(f"{file.span.file}:{name}", files.get(name))
    rows = None if content is None else _rows(content, _beside(file.span.file, name))
    if rows is None:
        return body
    return replace(body, pairs=(*body.pairs, (Scalar("rows", False, file.span), rows)))


def _beside(policy: str, name: str) -> str:
    folder, sign, _ = policy.rpartition("/")
    return f"{folder}{sign}{name}"


def _rows(content: bytes, name: str) -> Sequence | None:
    """The rows below the header, each cell at its line; None where the file is no table."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        lines = [(reader.line_num, line) for line in reader][1:]
    except (UnicodeDecodeError, csv.Error):
        return None
    return Sequence(tuple(_row(line, _place(name, n)) for n, line in lines), _place(name, 1))


def _row(line: list[str], place: Span) -> Sequence:
    return Sequence(tuple(Scalar(cell.strip(), False, place) for cell in line), place)


def _place(name: str, line: int) -> Span:
    return Span(file=name, line=line, column=1, end_line=line, end_column=2)
