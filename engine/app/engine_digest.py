"""The digest of the engine itself: of its own source files."""

from __future__ import annotations

from pathlib import Path

import engine
from engine.core.digest import digest


def engine_digest() -> str:
    """Of the engine's own source files: the same version with other code is another engine."""
    folder = Path(engine.__file__).parent
    files = sorted(folder.rglob("*.py"))
    listed = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in files}
    return digest("engine", 1, listed)
