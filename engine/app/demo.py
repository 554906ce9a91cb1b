"""`demo`: the shipped shops end to end, in a workspace of its own."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.app.by_clause import compare_by_clause
from engine.app.checking import check
from engine.app.comparing_sides import CompareRequest
from engine.app.demo_flags import flag_scenes
from engine.app.demo_ledger import ledger_scenes
from engine.app.demo_rows import row_scenes
from engine.app.demo_scene import Scene
from engine.app.diffing import diff
from engine.app.explaining import ExplainRequest, explain
from engine.app.importing import ImportRequest, import_files
from engine.app.month import MonthRequest, Show
from engine.app.result import Result
from engine.app.running import run_month
from engine.app.sides import SideWords
from engine.app.starting import make_workspace
from engine.app.story_files import StoryFiles
from engine.app.workspace import Workspace, month_of
from engine.core.shipped import shipped
from engine.core.text import Language
from engine.report.model import Table

MONTH = "2024-05"
EXPLAINED_SHOP = "lanting"
COMPARED = ("v1", "v2")
PAGE = "compare.html"


def demo(folder: Path, language: Language) -> Iterator[Scene]:
    """Set the workspace up, then hand out the scenes in order."""
    make_workspace(folder)
    shutil.copytree(shipped("policies"), folder / "policies")
    shutil.copytree(
        shipped("fixtures"),
        folder / "inbox",
        ignore=shutil.ignore_patterns("*.py", "__pycache__", "bad", "made"),
    )
    workspace = Workspace(folder)
    month = month_of(MONTH)
    yield Scene(
        title="demo.check", command="tianping check", play=lambda _: check(workspace, (), language)
    )
    yield Scene(
        title="demo.import",
        command="tianping import inbox/… --shop … --mapping …",
        play=lambda show: _import_all(workspace, language, show),
    )
    for shop in workspace.shops():
        request = MonthRequest(shop=shop, month=month)
        yield Scene(
            title="demo.run",
            command=f"tianping run --shop {shop} --month {MONTH}",
            play=lambda show, request=request: run_month(workspace, request, language, show),  # type: ignore[misc]
        )
    lanting = MonthRequest(shop=EXPLAINED_SHOP, month=month)
    agent = "小美"
    yield Scene(
        title="demo.explain",
        command=f"tianping explain --shop {EXPLAINED_SHOP} --month {MONTH} --agent {agent}",
        play=lambda show: explain(
            workspace, ExplainRequest(month=lanting, agent=agent), language, show
        ),
    )
    yield from row_scenes(workspace, language)
    yield from _more(workspace, lanting, language)


def _more(workspace: Workspace, request: MonthRequest, language: Language) -> Iterator[Scene]:
    shop = request.shop
    old, new = COMPARED
    yield Scene(
        title="demo.diff",
        command=f"tianping diff {old} {new} --shop {shop}",
        play=lambda _: diff(workspace, request, COMPARED, language),
    )
    yield from ledger_scenes(workspace, request, language)
    bad = workspace.root / "bad.yaml"
    yield Scene(
        title="demo.refuse",
        command="tianping check bad.yaml",
        play=lambda _: check(workspace, (_spoil(workspace, bad),), language),
        expects_findings=True,
    )
    yield from flag_scenes(workspace, request.month, language)
    yield _compared(workspace, request, language)


def _compared(workspace: Workspace, request: MonthRequest, language: Language) -> Scene:
    """The comparison on the screen, and the page that somebody would pass on."""
    page = workspace.root / PAGE
    compared = CompareRequest(
        shop=request.shop,
        months=(request.month,),
        sides=tuple(SideWords(words=one) for one in COMPARED),
    )
    sides = " ".join(COMPARED)
    return Scene(
        title="demo.compare",
        command=(
            f"tianping compare {sides} --shop {request.shop} --month {MONTH} "
            f"--by-clause --html {PAGE}"
        ),
        play=lambda show: compare_by_clause(
            workspace, compared, language, show, StoryFiles(page=page)
        ),
    )


def _import_all(workspace: Workspace, language: Language, show: Show) -> Result:
    """Every import that the fixtures list, as one report."""
    listed = tomllib.loads((shipped("fixtures") / "imports.toml").read_text("utf-8"))["import"]
    results: list[Result] = []
    for one in listed:
        request = ImportRequest(
            files=(workspace.root / "inbox" / one["file"],),
            mapping=one["mapping"],
            shop=one["shop"],
            month=month_of(one["month"]) if "month" in one else None,
            replace=False,
            language=language,
        )
        results.append(import_files(workspace, request, show))
    merged: dict[str, Table] = {}
    for table in (table for r in results for table in r.report.tables):
        before = merged.get(table.key)
        rows = (*before.rows, *table.rows) if before else table.rows
        merged[table.key] = replace(table, rows=rows)
    found = tuple(d for r in results for d in r.diagnostics)
    report = replace(results[0].report, tables=tuple(merged.values()))
    return Result(report=report, diagnostics=found)


def _spoil(workspace: Workspace, target: Path) -> Path:
    """The policy of a shop with two slips that people make."""
    text = (workspace.policies / EXPLAINED_SHOP / "pay" / "v1.yaml").read_text("utf-8")
    text = text.replace("weight: 30", "weight: 35", 1)
    text = text.replace("lookup: 考核得分", "lookup: 考核得芬", 1)
    target.write_text(text, encoding="utf-8")
    return target
