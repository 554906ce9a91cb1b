"""`diff`: two versions of a policy in words, in the order of the payslip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.comparing import side_path
from engine.app.month import MonthRequest
from engine.app.policies import compile_policy, load_file
from engine.app.resolving import resolve
from engine.app.result import Result
from engine.app.workspace import Workspace, catalog, schema
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.compare.change import in_language
from engine.compare.clauses import clause_at
from engine.compare.csv_tables import with_csv_rows
from engine.compare.payslip import Told, in_order
from engine.compare.wording import changes
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.report.model import Cell, Report, Table
from engine.source.document import Mapping

COLUMNS = (
    "kind", "path", "before", "after", "place", "text", "lines", "clause_before", "clause_after",
    "place_before",
)  # fmt: skip
# sentences are read in a terminal, a mail or a review: they wrap before the lines get long
_WIDTH = 100


@record(kw_only=True)
class _Side:
    """One version in one piece; `bound` is None where it does not compile."""

    file: str
    root: Mapping
    bound: BoundPolicy | None


def diff(
    workspace: Workspace,
    request: MonthRequest,
    sides: tuple[str, str],
    language: Language,
    page: Path | None = None,
) -> Result:
    """The change in words, by meaning and not by line."""
    read: list[_Side] = []
    for side in sides:
        outcome = _side(workspace, side_path(workspace, request, side))
        if outcome.value is None:
            return Result(report=Report(command="diff"), diagnostics=outcome.diagnostics)
        read.append(outcome.value)
    report = _report(request.shop, read[0], read[1], language)
    if page is not None:
        _write(page, report, language)
    return Result(report=report)


def _side(workspace: Workspace, path: Path) -> Outcome[_Side]:
    file = load_file(path, workspace)
    bound = compile_policy(file, schema("policy"), catalog()).value
    return resolve(file).then(
        lambda extended: Outcome(
            _Side(
                file=extended.document.file,
                root=with_csv_rows(extended.document.root, file.tables),
                bound=bound,
            )
        )
    )


def _report(shop: str, old: _Side, new: _Side, language: Language) -> Report:
    found = changes(old.root, new.root)
    # half an order would put a change under a line that the other side may have renamed
    is_ordered = old.bound is not None and new.bound is not None
    told = in_order(found, *((old.bound, new.bound) if is_ordered else (None, None)))
    rows = tuple(_row(one, old, new, language) for one in told)
    facts: tuple[tuple[str, Cell], ...] = (
        ("shop", shop),
        ("old_file", old.file),
        ("new_file", new.file),
        ("change_count", len(found)),
    )
    return Report(
        command="diff",
        facts=facts,
        tables=(Table(key="changes", columns=COLUMNS, rows=rows),),
        views=(_view(told, rows, language),),
        notes=tuple(_notes(old, new, language)),
        width=_WIDTH,
    )


def _notes(old: _Side, new: _Side, language: Language) -> Iterator[str]:
    faulty = [side.file for side in (old, new) if side.bound is None]
    if faulty:
        yield say(language, "diff.unordered", sides=", ".join(faulty))


def _row(told: Told, old: _Side, new: _Side, language: Language) -> tuple[Cell, ...]:
    change = told.change
    return (
        say(language, f"diff.{change.kind}"),
        change.path,
        change.before,
        change.after,
        str(change.new or change.old or ""),
        in_language(change.words, language),
        ", ".join(_line(line, language) for line in told.lines),
        clause_at(old.root, change.steps) if change.old else "",
        clause_at(new.root, change.steps) if change.new else "",
        str(change.old or ""),
    )


def _line(key: str, language: Language) -> str:
    return say(language, "column.total.label") if key == TOTAL else key


def _view(told: Sequence[Told], rows: Sequence[tuple[Cell, ...]], language: Language) -> Table:
    """The list by pay line: the sentence, then on which lines, clauses and places."""
    shown: list[tuple[Cell, ...]] = []
    above = ""
    for one, row in zip(told, rows, strict=True):
        heading = _heading(one, language)
        if heading != above:
            shown.append((0, heading, "", "", ""))
            above = heading
        cells = dict(zip(COLUMNS, row, strict=True))
        others = ", ".join(_line(line, language) for line in one.lines[1:])
        place = str(one.change.new or "")
        shown.append(
            (
                1,
                cells["text"],
                others,
                _sides(cells["clause_before"], cells["clause_after"], language),
                _sides(cells["place_before"], place, language),
            )
        )
    columns = ("depth", "text", "other_lines", "clause", "place")
    return Table(key="changes", columns=columns, rows=tuple(shown))


def _heading(told: Told, language: Language) -> str:
    if told.change.is_words:
        return say(language, "diff.only_words")
    return _line(told.lines[0], language) if told.lines else say(language, "diff.no_line")


def _sides(before: Cell, after: Cell, language: Language) -> str:
    """Both sides where they differ, else the one that there is."""
    if before and after and before != after:
        return say(language, "diff.sides", before=before, after=after)
    return str(after or before or "")


def _write(page: Path, report: Report, language: Language) -> None:
    from engine.report.changes_html import changes_page

    try:
        page.write_text(changes_page(report, language), encoding="utf-8")
    except OSError as error:
        problem = error.strerror or str(error)
        raise EngineError(
            FILE_UNREADABLE.at(whole_file(page.as_posix()), problem=problem)
        ) from None
