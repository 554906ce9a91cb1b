"""`flags suggest`: the flag and memo that each order should have, and a file to upload."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.app.checks.w983_upload_form import UPLOAD_FORM
from engine.app.flag_relations import order_relations
from engine.app.flag_words import colour_words, field_word
from engine.app.flagging import FlaggedMonth, Relations, clause_of, few, flagged_month
from engine.app.month import MonthRequest, Show
from engine.app.result import Result
from engine.app.running import selection_facts
from engine.app.workspace import Workspace
from engine.bind.flag_model import BoundFlags
from engine.core.diagnostic import Diagnostic
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.flags.checks.f104_memo_cut import MEMO_CUT
from engine.flags.checks.f106_memo_gap import MEMO_GAP
from engine.flags.judging import Verdict, day_of, template_of, values_of
from engine.flags.writing import WrittenMemo, fill, fit, keep_old, size
from engine.policy.flag_rules import Upload
from engine.report.document import Sheet
from engine.report.machine import neutral
from engine.report.model import Cell, Report, Table

COLUMNS = (
    "order", "rule", "clause", "flag", "flag_code", "memo", "agent", "lacking", "day_from",
    "has_flag", "has_memo", "is_right", "left_out", "blanked",
)  # fmt: skip
VIEW = ("order", "flag", "memo", "rule", "clause", "lacking")
UPLOAD = ("order", "flag_code", "memo")
MOST_SHOWN = 40


@record(kw_only=True)
class Suggestion:
    """`day_from`: where the day of the memo was taken from, empty if there is none in it."""

    verdict: Verdict
    memo: WrittenMemo
    day_from: str

    @property
    def is_right(self) -> bool:
        """Nothing is to be changed; when it was done is another matter."""
        return not any(problem.kind != "late" for problem in self.verdict.problems)

    @property
    def is_complete(self) -> bool:
        return not self.memo.lacking


@record(kw_only=True)
class SuggestRequest:
    month: MonthRequest
    upload: Path | None = None


def suggest(
    workspace: Workspace, request: SuggestRequest, language: Language, show: Show,
    relations: Relations = order_relations,
) -> Result:  # fmt: skip
    """What each order should have; the upload file holds what is complete and not there yet."""
    _refuse_form(request.upload)
    outcome = flagged_month(workspace, request.month, show, relations)
    if outcome.value is None:
        return Result(report=Report(command="flags"), diagnostics=outcome.diagnostics)
    month = outcome.value
    made = [suggestion(verdict, month.flags) for verdict in month.asked]
    uploaded = [one for one in made if one.is_complete and not one.is_right]
    if request.upload is not None:
        content = upload_file(uploaded, month.flags, request.upload.suffix.lower(), language)
        request.upload.write_bytes(content)
    found = (*outcome.diagnostics, *_cut(made, month.flags), *_gaps(made, month.flags, language))
    return Result(report=_report(month, made, request.upload, language), diagnostics=found)


def _refuse_form(upload: Path | None) -> None:
    if upload is not None and upload.suffix.lower() not in (".csv", ".xlsx"):
        raise EngineError(UPLOAD_FORM.at(whole_file(upload.as_posix()), file=upload.name))


def suggestion(verdict: Verdict, flags: BoundFlags) -> Suggestion:
    """The memo that stands there if it can be read, else a new one with the old one behind it."""
    template, old = template_of(verdict.rule), verdict.order.memo
    reading = verdict.reading
    is_good = reading is not None and reading.is_read and not reading.unknown
    signed_right = is_good and reading is not None and (
        reading.fields.get("agent") in (None, verdict.agent)
    )  # fmt: skip
    if template is None or signed_right:
        as_it_is = keep_old(WrittenMemo(text=""), old, flags.upload)
        return Suggestion(verdict=verdict, memo=as_it_is, day_from="")
    day, day_from = day_of(verdict, flags)
    memo = fill(template, values_of(verdict, flags), day, flags.date)
    memo = keep_old(memo, old, flags.upload) if flags.keeps_memo else fit(memo, flags.upload)
    return Suggestion(
        verdict=verdict, memo=memo, day_from=day_from if "date" in template.fields else ""
    )


def upload_file(
    made: list[Suggestion], flags: BoundFlags, suffix: str, language: Language
) -> bytes:
    """Order number, code of the flag, memo: each as text, none that a spreadsheet would run."""
    from engine.report.spreadsheet import to_workbook

    rows = [
        (one.verdict.order.id, flags.code_of.get(one.verdict.colour or "", ""), one.memo.text)
        for one in made
    ]
    titles = tuple(say(language, f"column.{column}.label") for column in UPLOAD)
    if suffix == ".xlsx":
        table = Table(key="upload", columns=UPLOAD, rows=tuple(rows), titles=titles)
        return to_workbook([(say(language, "table.upload"), Sheet(table=table))], language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows((neutral(id_), code, _safe(memo, flags.upload)) for id_, code, memo in rows)
    mark = "\ufeff" if flags.upload.encoding == "UTF-8" else ""
    return (mark + out.getvalue()).encode(flags.upload.encoding, errors="replace")


def _safe(memo: str, upload: Upload) -> str:
    """With a quote before what a spreadsheet would run, and still no longer than it may be."""
    text = neutral(memo)
    if size(text, upload) <= upload.bytes:
        return text
    return fit(WrittenMemo(text=text), upload).text


def _cut(made: list[Suggestion], flags: BoundFlags) -> Iterator[Diagnostic]:
    orders = [one.verdict.order.id for one in made if one.memo.cut and not one.is_right]
    if orders:
        limit, encoding = str(flags.upload.bytes), flags.upload.encoding
        yield MEMO_CUT.at(
            flags.heading.span, count=str(len(orders)), orders=few(orders), bytes=limit,
            encoding=encoding,
        )  # fmt: skip


def _gaps(made: list[Suggestion], flags: BoundFlags, language: Language) -> Iterator[Diagnostic]:
    gaps: dict[str, list[str]] = {}
    for one in made:
        for name in one.memo.lacking:
            gaps.setdefault(name, []).append(one.verdict.order.id)
    for name, orders in sorted(gaps.items()):
        yield MEMO_GAP.at(
            flags.heading.span, field=field_word(name, language), count=str(len(orders)),
            orders=few(orders),
        )  # fmt: skip


def _report(
    month: FlaggedMonth, made: list[Suggestion], upload: Path | None, language: Language
) -> Report:
    facts: tuple[tuple[str, Cell], ...] = (
        *selection_facts(month.selection, language),
        ("order_count", month.orders),
        ("asked_count", len(made)),
        ("settled_count", sum(one.is_right for one in made)),
        ("upload_file", upload.as_posix() if upload else ""),
        ("upload_count", sum(one.is_complete and not one.is_right for one in made)),
    )
    table = Table(
        key="suggestions",
        columns=COLUMNS,
        rows=tuple(_row(one, month.flags, language) for one in made),
    )
    return Report(
        command="flags",
        facts=facts,
        tables=(table,),
        views=(_view(table),),
        notes=_more(len(made), language),
    )


def _row(one: Suggestion, flags: BoundFlags, language: Language) -> tuple[Cell, ...]:
    verdict = one.verdict
    wanted, has = colour_words(verdict, flags)
    lacking = ", ".join(field_word(name, language) for name in one.memo.lacking)
    return (
        verdict.order.id, verdict.rule.name if verdict.rule else "", clause_of(verdict.rule),
        wanted, flags.code_of.get(verdict.colour or "", ""), one.memo.text, verdict.agent or "",
        lacking, one.day_from, has, verdict.order.memo, one.is_right, one.memo.cut,
        one.memo.cleaned,
    )  # fmt: skip


def _view(table: Table) -> Table:
    """What of the suggestions is to be changed, as far as it fits on a screen."""
    is_right = table.columns.index("is_right")
    places = [table.columns.index(column) for column in VIEW]
    rows = [tuple(row[p] for p in places) for row in table.rows if not row[is_right]]
    return replace(table, columns=VIEW, rows=tuple(rows[:MOST_SHOWN]))


def _more(count: int, language: Language) -> tuple[str, ...]:
    if count <= MOST_SHOWN:
        return ()
    return (say(language, "flags.more", most=MOST_SHOWN),)
