"""The `tables` section: columns with a meaning, bands, and what one table alone shows wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from collections.abc import Mapping as TextMapping
from decimal import Decimal

from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.digest import digest_bytes
from engine.core.number import parse_quantity
from engine.core.unit import Unit
from engine.policy.bands import band_mistakes, bands_of
from engine.policy.checks.p206_row_length import ROW_LENGTH
from engine.policy.checks.p207_columns_missing import COLUMNS_MISSING
from engine.policy.checks.p212_total_differs import TOTAL_DIFFERS
from engine.policy.checks.p215_csv_table import CSV_TABLE
from engine.policy.checks.p216_csv_changed import CSV_CHANGED
from engine.policy.checks.p217_method_needs import METHOD_NEEDS
from engine.policy.checks.p218_unit_unstated import UNIT_UNSTATED
from engine.policy.checks.p219_column_misplaced import COLUMN_MISPLACED
from engine.policy.checks.p221_csv_missing import CSV_MISSING
from engine.policy.model import OwnColumn, Quantity, Row, Table
from engine.policy.reading import Reading, entries, mappings, pairs, reference, rounding, text_of
from engine.source.document import Mapping, Node, Scalar, Sequence

EDGE_COLUMNS = ("from", "to", "at", "is")
AMOUNT_COLUMNS = ("fixed", "rate", "of", "earn", "value")
_ALLOWED = {
    "whole": ("from", "to", "is", "fixed", "rate"),
    "marginal": ("from", "to", "fixed", "rate"),
    "slab": ("from", "to", "fixed", "rate", "of"),
    "over_quota": ("from", "to", "is", "rate"),
    "interpolated": ("to", "at", "earn", "value"),
}
_NEEDS_COLUMNS = {"marginal": ("rate",), "slab": ("rate", "of"), "over_quota": ("rate",)}
_NEEDS_KEYS = {
    "whole": ("edge",),
    "marginal": ("edge", "apply_to", "unit"),
    "slab": ("edge", "apply_to", "unit"),
    "over_quota": ("edge", "apply_to", "quota", "unit"),
    "interpolated": ("outside", "unit"),
}

# keys that mean something in some methods only: elsewhere they would silently do nothing
_METHOD_KEYS = ("edge", "apply_to", "quota", "outside")
_USED_KEYS = {
    "whole": ("edge", "apply_to"),
    "marginal": ("edge", "apply_to"),
    "slab": ("edge", "apply_to"),
    "over_quota": ("edge", "apply_to", "quota"),
    "interpolated": ("outside",),
}

Cells = dict[str, Node]


def build_tables(
    node: Node | None, reading: Reading, companions: TextMapping[str, bytes]
) -> tuple[Table, ...]:
    return tuple(_table(key, body, reading, companions) for key, body in mappings(node))


def _table(
    key: Scalar, body: Mapping, reading: Reading, companions: TextMapping[str, bytes]
) -> Table:
    method, each = text_of(body.get("method")), body.get("each")
    columns = [text_of(c) for c in entries(body.get("columns"))]
    rows, csv_digest = _raw_rows(key, body, columns, reading, companions)
    own = _own_columns(body, columns, rows, reading)
    if each is None:
        _check_columns(key, body, method, columns, reading)
    else:
        reading.found.extend(_sum_mistakes(key, body, columns))
    built = tuple(_row(cells, own, reading) for cells in rows)
    built = bands_of(built, method, text_of(body.get("edge")), columns)
    table = Table(
        heading=reading.heading(key, body),
        method=method,  # type: ignore[arg-type]  # the schema's enum has checked it
        edge=text_of(body.get("edge")) or None,  # type: ignore[arg-type]  # likewise
        lookup=reading.formula(body.get("lookup") or key),
        lookup_round=rounding(body.get("lookup_round")),
        apply_to=reading.optional_formula(body, "apply_to"),
        quota=reading.optional_formula(body, "quota"),
        clamps_outside=text_of(body.get("outside")) == "clamp",
        unit=Unit(text_of(body.get("unit"))) if body.get("unit") else None,
        own_columns=own,
        rows=built,
        accept=reading.acceptances(body),
        csv_digest=csv_digest,
        each=None if each is None else reference(each),
    )
    reading.found.extend(band_mistakes(table))
    _reconcile(body, rows, columns, reading)
    return table


def _raw_rows(
    key: Scalar,
    body: Mapping,
    columns: list[str],
    reading: Reading,
    companions: TextMapping[str, bytes],
) -> tuple[list[Cells], str]:
    """The cells by column, from `rows` or from the CSV file that the table names."""
    listed, named = body.get("rows"), body.get("csv")
    if isinstance(named, Mapping) and listed is None:
        return _csv_rows(named, columns, reading, companions)
    if not isinstance(listed, Sequence) or named is not None:
        reading.found.append(METHOD_NEEDS.at(key.span, needs="rows | csv", method=key.text))
        return [], ""
    rows: list[Cells] = []
    for row in listed.items:
        cells = entries(row)
        if len(cells) != len(columns):
            count, expected = str(len(cells)), str(len(columns))
            reading.found.append(ROW_LENGTH.at(row.span, count=count, expected=expected))
            continue
        rows.append(dict(zip(columns, cells, strict=True)))
    return rows, ""


def _csv_rows(
    named: Mapping, columns: list[str], reading: Reading, companions: TextMapping[str, bytes]
) -> tuple[list[Cells], str]:
    file = named.get("file") or named
    # a table of a base lies beside the base
    content = companions.get(f"{file.span.file}:{text_of(file)}", companions.get(text_of(file)))
    if content is None:
        reading.found.append(CSV_MISSING.at(file.span, file=text_of(file)))
        return [], ""
    actual = digest_bytes(content).removeprefix("sha256:")
    stated = named.get("sha256") or named
    if actual != text_of(stated):
        reading.found.append(CSV_CHANGED.at(stated.span, file=text_of(file), actual=actual))
        return [], ""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        reading.found.append(CSV_TABLE.at(file.span, file=text_of(file), problem=str(error)))
        return [], ""
    if not lines or [c.strip() for c in lines[0]] != columns:
        problem = ",".join(lines[0]) if lines else ""
        reading.found.append(CSV_TABLE.at(file.span, file=text_of(file), problem=problem))
        return [], ""
    rows: list[Cells] = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            problem = f"{number}: {','.join(line)}"
            reading.found.append(CSV_TABLE.at(file.span, file=text_of(file), problem=problem))
            continue
        rows.append(
            {c: Scalar(t.strip(), False, file.span) for c, t in zip(columns, line, strict=True)}
        )
    return rows, actual


def _own_columns(
    body: Mapping, columns: list[str], rows: list[Cells], reading: Reading
) -> tuple[OwnColumn, ...]:
    units = {key.text: (key, text_of(unit)) for key, unit in pairs(body.get("units"))}
    own = [c for c in columns if c not in EDGE_COLUMNS + AMOUNT_COLUMNS]
    for name, (key, _) in units.items():
        if name not in own:
            reading.found.append(
                COLUMN_MISPLACED.at(
                    key.span, column=name, method=", ".join(own), closest=closest(name, own)
                )
            )
    for name in own:
        texts = [text_of(row[name]) for row in rows]
        if name not in units and texts and all(parse_quantity(t) is not None for t in texts):
            reading.found.append(UNIT_UNSTATED.at(rows[0][name].span, column=name))
    return tuple(
        OwnColumn(name=c, unit=Unit(units[c][1]) if c in units else Unit.TEXT) for c in own
    )


def _check_columns(
    key: Scalar, body: Mapping, method: str, columns: list[str], reading: Reading
) -> None:
    for needed in _needed_keys(method, columns):
        if body.get(needed) is None:
            reading.found.append(METHOD_NEEDS.at(key.span, method=method, needs=needed))
    for stated in _METHOD_KEYS:
        key_node = body.key(stated)
        if key_node is not None and stated not in _used_keys(method, columns):
            reading.found.append(
                COLUMN_MISPLACED.at(key_node.span, column=stated, method=method, closest="")
            )
    for name in _required_columns(method, text_of(body.get("edge")), columns):
        reading.found.append(COLUMNS_MISSING.at(key.span, method=method, columns=name))
    allowed = _ALLOWED.get(method, ())
    header = body.get("columns") or key
    for name in columns:
        if name in EDGE_COLUMNS + AMOUNT_COLUMNS and name not in allowed:
            reading.found.append(
                COLUMN_MISPLACED.at(header.span, column=name, method=method, closest="")
            )


def _sum_mistakes(key: Scalar, body: Mapping, columns: list[str]) -> Iterator[Diagnostic]:
    """A sum over keys has one form: `whole`, `exact`, a key and its rate."""
    for name, wanted in (("method", "whole"), ("edge", "exact")):
        if text_of(body.get(name)) != wanted:
            yield METHOD_NEEDS.at(key.span, method="each", needs=f"{name}: {wanted}")
    if body.get("unit") is None:
        yield METHOD_NEEDS.at(key.span, method="each", needs="unit")
    for name in ("lookup", "lookup_round", "apply_to", "quota", "outside"):
        stated = body.key(name)
        if stated is not None:
            yield COLUMN_MISPLACED.at(stated.span, column=name, method="each", closest="")
    if sorted(columns) != ["is", "rate"]:
        header = body.get("columns") or key
        yield COLUMNS_MISSING.at(header.span, method="each", columns="[is, rate]")


def _used_keys(method: str, columns: list[str]) -> tuple[str, ...]:
    if method == "whole" and "rate" not in columns:
        return ("edge",)
    return _USED_KEYS.get(method, _METHOD_KEYS)


def _needed_keys(method: str, columns: list[str]) -> tuple[str, ...]:
    needed = _NEEDS_KEYS.get(method, ())
    if method == "whole" and "rate" in columns:
        return (*needed, "apply_to", "unit")
    return (*needed, "unit") if method == "whole" and "fixed" in columns else needed


def _required_columns(method: str, edge: str, columns: list[str]) -> list[str]:
    missing = [c for c in _NEEDS_COLUMNS.get(method, ()) if c not in columns]
    if method == "interpolated":
        steps = {"to", "earn"} <= set(columns)
        return missing if steps or {"at", "value"} <= set(columns) else ["at + value | to + earn"]
    if edge == "exact":
        return missing if "is" in columns else [*missing, "is"]
    if edge == "both_inclusive":
        return missing + [c for c in ("from", "to") if c not in columns]
    return missing if {"from", "to"} & set(columns) else [*missing, "from | to"]


def _row(cells: Cells, own: tuple[OwnColumn, ...], reading: Reading) -> Row:
    from engine.policy.bands import raw_bound

    def amount(name: str) -> Quantity | None:
        cell = cells.get(name)
        return None if cell is None else reading.quantity(cell)

    def own_cell(column: OwnColumn) -> Quantity | str:
        cell = cells[column.name]
        return text_of(cell) if column.unit is Unit.TEXT else reading.quantity(cell)

    first = next(iter(cells.values()))
    excess = cells.get("of")
    if excess is not None and text_of(excess) not in ("whole", "excess"):
        reading.found.append(
            COLUMN_MISPLACED.at(
                excess.span, column=text_of(excess), method="whole | excess", closest=""
            )
        )
    return Row(
        low=raw_bound(cells.get("from") or cells.get("at"), reading, inclusive=True),
        high=raw_bound(cells.get("to"), reading, inclusive=True),
        key=text_of(cells.get("is")),
        fixed=amount("fixed"),
        rate=amount("rate"),
        of_excess=text_of(excess) == "excess",
        earn=amount("earn"),
        value=amount("value"),
        cells=tuple(own_cell(c) for c in own),
        span=first.span,
    )


def _reconcile(body: Mapping, rows: list[Cells], columns: list[str], reading: Reading) -> None:
    """A printed total must equal its parts in every row; blank cells and dashes count nothing."""
    stated = body.get("reconcile")
    if not isinstance(stated, Mapping):
        return
    total = text_of(stated.get("total"))
    parts = [text_of(n) for n in entries(stated.get("parts"))]
    for name in (total, *parts):
        if name not in columns:
            reading.found.append(COLUMNS_MISSING.at(stated.span, method="reconcile", columns=name))
            return
    for row in rows:
        summed = sum((parse_quantity(text_of(row[p])) or Decimal(0) for p in parts), Decimal(0))
        printed = parse_quantity(text_of(row[total]))
        if printed is not None and summed != printed:
            working = " + ".join(text_of(row[p]) for p in parts)
            reading.found.append(
                TOTAL_DIFFERS.at(
                    row[total].span,
                    column=total,
                    printed=text_of(row[total]),
                    working=working,
                    summed=format(summed, "f"),
                )
            )
