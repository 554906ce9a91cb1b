"""A file as a shop exports it → `Batch`.

Takes the file's bytes, a mapping, the catalogue, and what the command says: shop and month.
Gives figures or a roster, with every row that was refused, left out or repeated.
Guarantees exact text and whole rows: one bad cell refuses its row, and only that row.
Refuses a file whose encoding, headers, shop or month cannot be told.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

from engine.catalog.measures import Catalog
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.digest import digest_bytes
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.intake.batch import Batch, Reject
from engine.intake.checks.i810_no_month import NO_MONTH
from engine.intake.checks.i811_month_differs import MONTH_DIFFERS
from engine.intake.checks.i812_not_one_month import NOT_ONE_MONTH
from engine.intake.checks.i813_no_shop import NO_SHOP
from engine.intake.figures import figures_of, gather_figures
from engine.intake.mapping import Heading, ImportMapping, Kind, base_name
from engine.intake.month_text import months_in
from engine.intake.placement import Placement, place
from engine.intake.resolve import Resolved, resolve
from engine.intake.roster import gather_roster, roster_of
from engine.intake.sheet import Sheet
from engine.intake.table import Table, read_table


@record(kw_only=True)
class IntakeRequest:
    """One file to take in. `shop` '' and `month` None: the file says so itself, in each row."""

    file: str
    content: bytes
    mapping: ImportMapping
    catalog: Catalog
    shop: str = ""
    month: Month | None = None


def intake(request: IntakeRequest) -> Outcome[Batch]:
    """The file's rows as a batch, or why the file as a whole cannot be taken."""
    mapping = request.mapping
    return resolve(mapping, request.catalog).then(
        lambda resolved: read_table(request.file, request.content, mapping).then(
            lambda table: _prepare(request, resolved, table).then(
                lambda sheet: _batch(request, sheet)
            )
        )
    )


def _prepare(request: IntakeRequest, resolved: Resolved, table: Table) -> Outcome[Sheet]:
    placed = place(request.file, table.headers, request.mapping, resolved)
    month = _month(request)
    shop = _shop_mistakes(request, placed.value)
    found = in_order((*placed.diagnostics, *month.diagnostics, *shop))
    if placed.value is None or any(d.is_error for d in found):
        return Outcome(None, found)
    sheet = Sheet(
        file=request.file,
        mapping=request.mapping,
        table=table,
        resolved=resolved,
        placement=placed.value,
        shop=request.shop,
        month=month.value,
    )
    return Outcome(sheet, found)


def _month(request: IntakeRequest) -> Outcome[Month]:
    """The month of the whole file; none where each row, or each post, has its own."""
    mapping, given = request.mapping, request.month
    if mapping.month.source == "file_name":
        return _month_of_name(request)
    needs_month = mapping.month.source == "command_line" and "start" not in mapping.roster
    if needs_month and given is None:
        return Outcome(None, (NO_MONTH.at(whole_file(request.file)),))
    return Outcome(given)


def _month_of_name(request: IntakeRequest) -> Outcome[Month]:
    pattern = request.mapping.month.pattern
    found = months_in(base_name(request.file), pattern)
    span = whole_file(request.file)
    if len(found) != 1:
        return Outcome(None, (NOT_ONE_MONTH.at(span, pattern=pattern),))
    (month,) = found
    given = request.month
    if given and given != month:
        return Outcome(None, (MONTH_DIFFERS.at(span, month=str(month), given=str(given)),))
    return Outcome(month)


def _shop_mistakes(request: IntakeRequest, placed: Placement | None) -> tuple[Diagnostic, ...]:
    heading: Heading | None = request.mapping.shop or request.mapping.roster.get("shop")
    has_column = heading is not None and placed is not None and "shop" in placed.named
    is_told = request.shop or has_column or (heading and not heading.optional)
    return () if is_told else (NO_SHOP.at(whole_file(request.file)),)


def _batch(request: IntakeRequest, sheet: Sheet) -> Outcome[Batch]:
    with _collector_paused():
        return _read_rows(request, sheet)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rows make millions of small values and no cycles; looking for some doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_rows(request: IntakeRequest, sheet: Sheet) -> Outcome[Batch]:
    empty = _empty_batch(request, sheet)
    if request.mapping.kind == "agents":
        posts = gather_roster(sheet)
        batch = replace(
            empty,
            roster=roster_of(posts.records),
            rejects=_by_row(posts.rejects),
            dropped=posts.dropped,
        )
        return Outcome(batch, in_order(posts.notes))
    stated = gather_figures(sheet)
    batch = replace(
        empty,
        figures=figures_of(stated.records),
        rejects=_by_row(stated.rejects),
        dropped=stated.dropped,
    )
    return Outcome(batch, in_order(stated.notes))


def _empty_batch(request: IntakeRequest, sheet: Sheet) -> Batch:
    mapping = request.mapping
    return Batch(
        kind=cast(Kind, mapping.kind),
        file=request.file,
        content_digest=digest_bytes(request.content),
        mapping=mapping.name,
        mapping_digest=mapping.digest,
        shop=request.shop,
        rows_read=len(sheet.table.rows),
    )


def _by_row(rejects: tuple[Reject, ...]) -> tuple[Reject, ...]:
    return tuple(sorted(rejects, key=lambda r: (r.row, r.finding.span.column)))
