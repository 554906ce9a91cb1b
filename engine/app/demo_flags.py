"""The demo's flags: what a shop's orders should have, and what they have."""

from __future__ import annotations

from collections.abc import Iterator

from engine.app.demo_scene import Scene
from engine.app.flag_checking import FlagCheckRequest, check_flags
from engine.app.flag_suggesting import SuggestRequest, suggest
from engine.app.month import MonthRequest
from engine.app.workspace import Workspace
from engine.core.period import Month
from engine.core.text import Language

SHOP = "qinghe"
UPLOAD, PAGE = "upload.xlsx", "flags.html"


def flag_scenes(workspace: Workspace, month: Month, language: Language) -> Iterator[Scene]:
    """People leave flags out and sign carelessly, so both scenes have findings."""
    request = MonthRequest(shop=SHOP, month=month)
    options = f"--shop {SHOP} --month {month}"
    wanted = SuggestRequest(month=request, upload=workspace.root / UPLOAD)
    yield Scene(
        title="demo.flags_suggest",
        command=f"tianping flags suggest {options} --upload {UPLOAD}",
        play=lambda show: suggest(workspace, wanted, language, show),
        expects_findings=True,
    )
    checked = FlagCheckRequest(month=request, page=workspace.root / PAGE)
    yield Scene(
        title="demo.flags_check",
        command=f"tianping flags check {options} --html {PAGE}",
        play=lambda show: check_flags(workspace, checked, language, show),
        expects_findings=True,
    )
