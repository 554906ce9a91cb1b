"""A story as a page and as a workbook, in files that the reader names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from engine.app.payslip_files import write_files
from engine.core.record import record
from engine.core.text import Language, say
from engine.report.document import Sheet
from engine.report.model import Report, Table
from engine.report.story import Story
from engine.report.terminal import heading_of, label

# a spreadsheet's names of sheets are short and lack these signs
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@record(kw_only=True)
class StoryFiles:
    """Where the page and the workbook go; None: nowhere."""

    page: Path | None = None
    workbook: Path | None = None

    @property
    def is_wanted(self) -> bool:
        return self.page is not None or self.workbook is not None


NO_FILES = StoryFiles()


def write_story(files: StoryFiles, story: Story, report: Report, language: Language) -> Report:
    """The report, which names the files written."""
    from engine.report.spreadsheet import to_workbook
    from engine.report.story_page import to_story_page

    made: list[tuple[str, Path, bytes]] = []
    if files.page is not None:
        made.append(("page_file", files.page, to_story_page(story, language).encode()))
    if files.workbook is not None:
        content = to_workbook(_sheets(report, language), language)
        made.append(("workbook_file", files.workbook, content))
    for _, path, content in made:
        write_files(path.parent, {path.name: content})
    named = ((key, path.as_posix()) for key, path, _ in made)
    return replace(report, facts=(*report.facts, *named))


def _sheets(report: Report, language: Language) -> Iterable[tuple[str, Sheet]]:
    """The facts as a table, then every table that has rows."""
    facts = tuple((label(key, language), cell) for key, cell in report.facts)
    first = Table(
        key="facts", columns=("item", "amount"), rows=facts, numbers=frozenset({"amount"})
    )
    taken: set[str] = set()
    yield _name(say(language, "story.facts"), taken), Sheet(table=first)
    for table in report.tables:
        if table.rows:
            yield _name(heading_of(table, language), taken), Sheet(table=table)


def _name(heading: str, taken: set[str]) -> str:
    """Short, without the signs that a spreadsheet refuses, and no sheet's name twice."""
    stem = heading.translate(_FORBIDDEN).strip("' ")
    name, number = stem[:_LONGEST_NAME].rstrip("' "), 1
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = f"{stem[: _LONGEST_NAME - len(ending)]}{ending}"
    taken.add(name.casefold())
    return name
