"""What the tests of intake share: the catalogue, example mappings, and one way to import."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from engine.catalog.measures import Catalog, load_catalog
from engine.core.diagnostic import Outcome
from engine.core.number import parse_decimal
from engine.core.period import Month, parse_month
from engine.core.shipped import shipped
from engine.intake.batch import Batch
from engine.intake.from_document import read_mapping
from engine.intake.from_file import IntakeRequest, intake
from engine.intake.mapping import ImportMapping

EXAMPLES = Path(__file__).parent / "examples"
MAPPINGS = shipped("schemas") / "mappings"


@cache
def catalog() -> Catalog:
    path = shipped("schemas") / "measures.yaml"
    return load_catalog(path.name, path.read_bytes())


@cache
def schema() -> dict[str, Any]:
    return json.loads((shipped("schemas") / "mapping.schema.json").read_text("utf-8"))


def mapping_outcome(text: str, name: str = "mapping.yaml") -> Outcome[ImportMapping]:
    return read_mapping(name, text.encode(), schema())


def mapping_of(text: str) -> ImportMapping:
    outcome = mapping_outcome(text)
    assert outcome.value and not outcome.diagnostics, codes(outcome)
    return outcome.value


@cache
def shipped_mapping(name: str) -> ImportMapping:
    return mapping_of((MAPPINGS / f"{name}.yaml").read_text("utf-8"))


@cache
def example_text(name: str, changed: str = "") -> str:
    """An example mapping's text, with top-level keys replaced or added."""
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    if not changed:
        return text
    merged = yaml.safe_load(text) | yaml.safe_load(changed)
    return yaml.safe_dump(merged, allow_unicode=True, sort_keys=False)


def example(name: str = "csv", changed: str = "") -> ImportMapping:
    return mapping_of(example_text(name, changed))


def take(
    content: bytes | str,
    mapping: ImportMapping | None = None,
    *,
    file: str = "figures.csv",
    shop: str = "lanting",
    month: str = "",
) -> Outcome[Batch]:
    content = content.encode() if isinstance(content, str) else content
    return intake(
        IntakeRequest(
            file=file,
            content=content,
            mapping=mapping or example(),
            catalog=catalog(),
            shop=shop,
            month=_month(month),
        )
    )


def taken(content: bytes | str, mapping: ImportMapping | None = None, **said: Any) -> Batch:
    """The batch of a file that is readable as a whole."""
    outcome = take(content, mapping, **said)
    assert outcome.value and not outcome.has_errors, codes(outcome)
    return outcome.value


def _month(text: str) -> Month | None:
    return parse_month(text) if text else None


def codes(outcome: Outcome[Any]) -> list[str]:
    """The codes of the file's findings and of its rejected cells."""
    rejects = outcome.value.rejects if isinstance(outcome.value, Batch) else ()
    return [d.check.code for d in (*outcome.diagnostics, *(r.finding for r in rejects))]


def amounts(batch: Batch) -> list[str]:
    return [str(f.amount) if f.amount is not None else f.state for f in batch.figures]


def workbook(rows: list[list[object]], sheets: tuple[str, ...] = ("Sheet1",)) -> bytes:
    """An xlsx file with the rows on each of its sheets; numbers as number cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name in sheets:
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    book.close()
    return buffer.getvalue()


def typed_rows(text: str) -> list[list[object]]:
    """CSV text as a person types it into a spreadsheet: numbers become number cells."""
    return [[_typed(cell) for cell in row] for row in csv.reader(io.StringIO(text))]


def _typed(cell: str) -> object:
    return float(cell) if parse_decimal(cell) is not None else cell
