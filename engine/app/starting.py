"""`init`: a new workspace with a policy that runs, and files to import."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.app.checks.w911_folder_not_empty import FOLDER_NOT_EMPTY
from engine.app.result import Result
from engine.app.workspace import MARKER
from engine.core.errors import EngineError
from engine.core.shipped import shipped
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.report.model import Report, Table

_STARTER = Path(__file__).parent / "starter"
_SCHEMAS = ("policy.schema.json", "policy_part.schema.json", "mapping.schema.json")


def init(folder: Path, language: Language) -> Result:
    """Make the workspace; nothing that is there is overwritten."""
    made = make_workspace(folder)
    source = _STARTER / language
    for path in sorted(source.rglob("*")):
        if path.is_file():
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            made.append(target)
    rows = tuple((p.relative_to(folder).as_posix(),) for p in made)
    table = Table(key="files", columns=("file",), rows=rows)
    notes = (say(language, "init.next", folder=folder.as_posix()),)
    return Result(report=Report(command="init", tables=(table,), notes=notes))


def make_workspace(folder: Path) -> list[Path]:
    """An empty workspace: the marker, and the schemas that editors complete by."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EngineError(FOLDER_NOT_EMPTY.at(whole_file(str(folder)), folder=str(folder)))
    (folder / "schemas").mkdir(parents=True)
    (folder / "mappings").mkdir()
    marker = folder / MARKER
    marker.write_text("format: 1\n", encoding="utf-8")
    made = [marker]
    for name in _SCHEMAS:
        target = folder / "schemas" / name
        shutil.copyfile(shipped("schemas") / name, target)
        made.append(target)
    return made
