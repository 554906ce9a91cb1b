"""Headers of a file + mapping → the cell in which each thing stands; every column accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from engine.core.closest import closest, nearest
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.record import record
from engine.core.span import Span
from engine.intake.cell import header_key
from engine.intake.checks.i807_missing_column import MISSING_COLUMN
from engine.intake.checks.i808_duplicate_header import DUPLICATE_HEADER
from engine.intake.checks.i809_unread_column import UNREAD_COLUMN
from engine.intake.mapping import Heading, ImportMapping
from engine.intake.resolve import MeasureSpelling, Resolved
from engine.intake.table import Row


@record
class Placement:
    """Cell indexes: `named` for agent, month … (absent ones left out), `measures` for figures."""

    headers: tuple[str, ...]
    named: Mapping[str, int]
    measures: tuple[tuple[int, MeasureSpelling], ...]
    has_blank_headers: bool


@dataclass(slots=True)
class Headers:
    """The headers not yet taken by the mapping, and what was found wrong so far."""

    file: str
    row: Row
    open: dict[str, list[int]]
    found: list[Diagnostic] = field(default_factory=list)
    suggested: set[str] = field(default_factory=set)

    def take(self, heading: Heading) -> int | None:
        """The one cell under this heading."""
        keys = dict.fromkeys(header_key(name) for name in heading.names)
        indexes = [index for key in keys for index in self.open.pop(key, [])]
        if len(indexes) > 1:
            self.found.append(self._duplicate(indexes, heading.header))
        elif not indexes and not heading.optional:
            near = nearest(header_key(heading.header), self.open)
            self.suggested.update(near)
            self.found.append(
                MISSING_COLUMN.at(
                    self.place(0), heading.span, header=heading.header, closest=" / ".join(near)
                )
            )
        return indexes[0] if indexes else None

    def take_measures(self, by_name: Mapping[str, MeasureSpelling]) -> dict[int, MeasureSpelling]:
        """The cells under headers that name a measure themselves."""
        known = [key for key in self.open if key in by_name]
        taken: dict[int, MeasureSpelling] = {}
        for key in known:
            indexes = self.open.pop(key)
            if len(indexes) > 1:
                self.found.append(self._duplicate(indexes, key))
            taken[indexes[0]] = by_name[key]
        return taken

    def refuse_doubles(self, measures: Mapping[int, MeasureSpelling]) -> None:
        """Two headers that name one measure in different words."""
        by_measure: dict[str, list[int]] = {}
        for index, spelling in sorted(measures.items(), key=lambda pair: pair[0]):
            by_measure.setdefault(spelling.measure.id, []).append(index)
        self.found += [self._duplicate(i, name) for name, i in by_measure.items() if len(i) > 1]

    def report_rest(self, ignored: tuple[str, ...], known: list[str]) -> None:
        """Every header that is neither read nor deliberately left out.

        One that was named as the likely spelling of a missing column is reported there.
        """
        patterns = [header_key(pattern) for pattern in ignored]
        for key, indexes in self.open.items():
            if key in self.suggested or any(fnmatchcase(key, p) for p in patterns):
                continue
            span, near = self.place(indexes[0]), closest(key, known)
            self.found.append(UNREAD_COLUMN.at(span, header=key, closest=near))

    def place(self, index: int) -> Span:
        return cell_span(self.file, self.row.number, index)

    def _duplicate(self, indexes: list[int], header: str) -> Diagnostic:
        columns = ", ".join(str(index + 1) for index in indexes)
        return DUPLICATE_HEADER.at(self.place(indexes[1]), header=header, columns=columns)


def cell_span(file: str, row: int, index: int) -> Span:
    """A cell as a place: the line of its row, the column counted in cells."""
    return Span(file=file, line=row, column=index + 1, end_line=row, end_column=index + 2)


def place(
    file: str, headers: Row, mapping: ImportMapping, resolved: Resolved
) -> Outcome[Placement]:
    """Where everything stands, or which columns are missing, double or unaccounted for."""
    keys = tuple(header_key(cell) for cell in headers.cells)
    open_: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            open_.setdefault(key, []).append(index)
    left = Headers(file, headers, open_)
    wanted = _wanted(mapping)
    named = {name: left.take(heading) for name, heading in wanted.items()}
    columns = [(left.take(heading), spelling) for heading, spelling in resolved.columns]
    measures = {index: spelling for index, spelling in columns if index is not None}
    if mapping.layout == "wide" and mapping.kind != "agents":
        measures |= left.take_measures(resolved.by_name)
    left.refuse_doubles(measures)
    left.report_rest(mapping.ignore, [*_known(wanted, resolved), *resolved.by_name])
    found = {name: index for name, index in named.items() if index is not None}
    in_order_of_cells = tuple(sorted(measures.items(), key=lambda pair: pair[0]))
    placed = Placement(keys, found, in_order_of_cells, "" in keys)
    return Outcome(placed, in_order(left.found))


def _wanted(mapping: ImportMapping) -> dict[str, Heading]:
    headings = {
        "agent": mapping.agent,
        "shop": mapping.shop,
        "month": mapping.month.heading,
        "measure": mapping.measure,
        "value": mapping.value,
        "author": mapping.author,
        "entered_at": mapping.entered_at,
        "key": mapping.key,
        "evidence": mapping.evidence,
        **mapping.roster,
    }
    return {name: heading for name, heading in headings.items() if heading}


def _known(wanted: Mapping[str, Heading], resolved: Resolved) -> list[str]:
    headings = [*wanted.values(), *(heading for heading, _ in resolved.columns)]
    return [header_key(name) for heading in headings for name in heading.names]
