"""Links lead somewhere, and files that a page names exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline import ROOT, relative

PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_MENTION = re.compile(r"`(?P<path>(?:engine|docs|tests|schemas|fixtures|policies)/[^`\s*<>]*)`")
_WORKSPACE = ("docs/guide.md", "docs/guide.zh-CN.md")
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)


def prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    titles = (m["title"].strip().lower() for m in _HEADING.finditer(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def broken(page: Path) -> Iterator[str]:
    for match in _LINK.finditer(prose(page)):
        name, _, anchor = match["target"].partition("#")
        if ":" in name:
            continue
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield match["target"]


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_files_that_are_named_exist(page: Path) -> None:
    """The guides speak of a workspace of their own, so their policies are not ours."""
    is_guide = relative(page) in _WORKSPACE
    named = [m["path"] for m in _MENTION.finditer(prose(page))]
    missing = [n for n in named if not (ROOT / n).exists()]
    ours = [n for n in missing if not (is_guide and n.startswith(("policies/", "schemas/")))]
    assert ours == []
