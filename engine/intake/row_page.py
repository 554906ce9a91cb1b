"""A saved page of a chat → records: the date above a group is carried forward to its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from engine.core.diagnostic import Outcome
from engine.core.record import record
from engine.core.span import whole_file
from engine.intake.cell import agent_name, clean_text
from engine.intake.checks.i815_page_unreadable import PAGE_UNREADABLE
from engine.intake.row_records import Record

HEADERS = ("time", "account", "buyer", "name", "text")
_DATE = re.compile(r"[0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?")
_PARTS = ("groupTime", "chatTime", "chatName")
_SILENT = ("script", "style", "head")
_BROKEN_LINES = ("br", "p", "div", "li")


@record
class _Said:
    line: int
    date: str
    clock: str
    name: str
    text: str


def page_records(file: str, html: str) -> Outcome[tuple[Record, ...]]:
    """One record per message, with the account and the buyer of the conversation in each."""
    page = _Page()
    page.feed(html)
    page.close()
    said = page.messages()
    if not said:
        return _refuse(file, 1, "chatTime, chatName")
    undated = next((one for one in said if not one.date), None)
    if undated is not None:
        return _refuse(file, undated.line, "groupTime")
    buyer = _buyer(file, {one.name for one in said})
    if buyer is None:
        return _refuse(file, 1, ", ".join(sorted({one.name for one in said})[:5]))
    return Outcome(tuple(_with_account(said, buyer)))


def _refuse(file: str, row: int, problem: str) -> Outcome[tuple[Record, ...]]:
    found = PAGE_UNREADABLE.at(whole_file(file), row=str(row), problem=problem)
    return Outcome(None, (found,))


def _buyer(file: str, names: set[str]) -> str | None:
    """Whom the file is named after; else the only one who is no sub-account of the shop."""
    stem = re.split(r"[/\\]", file)[-1].rpartition(".")[0]
    if stem in names:
        return stem
    outside = {name for name in names if ":" not in agent_name(name)}
    return next(iter(outside)) if len(outside) == 1 and len(names) > 1 else None


def _with_account(said: list[_Said], buyer: str) -> Iterator[Record]:
    """A buyer's message goes to the account that spoke last, or, at the beginning, first."""
    account = next((one.name for one in said if one.name != buyer), "")
    for row, one in enumerate(said, start=2):
        account = one.name if one.name != buyer else account
        yield Record(row, (f"{one.date} {one.clock}", account, buyer, one.name, one.text))


class _Page(HTMLParser):
    """Texts by the class of the element that they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside: list[str] = []
        self._date = ""
        self._pending: dict[str, str] = {}
        self._open: tuple[int, str, str, str] | None = None
        self._text: list[str] = []
        self._gathered: list[str] = []
        self._said: list[_Said] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        part = next((c for c in _PARTS if c in classes), "silent" if tag in _SILENT else "")
        if tag in ("br", "img", "input", "hr", "meta", "link"):
            self._gathered.append("\n" if tag == "br" else "[图片]" if tag == "img" else "")
            return
        if part in _PARTS:
            self._close()
        self._inside.append(part or (self._inside[-1] if self._inside else ""))
        if part in _PARTS:
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "img", "input", "hr", "meta", "link") or not self._inside:
            return
        part = self._inside.pop()
        after = self._inside[-1] if self._inside else ""
        if part in _PARTS and after != part:
            self._take(part, clean_text("".join(self._text)))
        elif tag in _BROKEN_LINES:
            self._gathered.append("\n")

    def handle_data(self, data: str) -> None:
        part = self._inside[-1] if self._inside else ""
        if part in _PARTS:
            self._text.append(data)
        elif part != "silent":
            self._gathered.append(data)

    def messages(self) -> list[_Said]:
        self._close()
        return self._said

    def _take(self, part: str, text: str) -> None:
        if part == "groupTime":
            found = _DATE.search(text)
            self._date = found[0] if found else ""
        else:
            self._pending[part] = text
        if len(self._pending) == 2:
            self._begin(self._pending["chatTime"], self._pending["chatName"])
            self._pending = {}

    def _begin(self, stamp: str, name: str) -> None:
        """Time and name are both there, in either order; what follows is the message."""
        dated = _DATE.search(stamp)
        date = dated[0] if dated else self._date
        clock = stamp.replace(dated[0], "") if dated else stamp
        self._open = (self.getpos()[0], date, clock.strip(), name)
        self._gathered = []

    def _close(self) -> None:
        """The message that was begun ends where the next time, name or date begins."""
        if self._open is not None:
            line, date, clock, name = self._open
            lines = [part.strip() for part in "".join(self._gathered).split("\n")]
            text = "\n".join(part for part in lines if part)
            self._said.append(_Said(line, date, clock, name, text))
        self._open = None
        self._gathered = []


__all__ = ["HEADERS", "page_records"]
