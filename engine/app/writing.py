"""Files written whole or not at all: whoever reads meanwhile sees the old text or the new one."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from engine.app.checks.w934_file_there import FILE_THERE
from engine.core.errors import EngineError
from engine.core.span import whole_file


def replace_file(path: Path, content: bytes) -> None:
    """Another content for a file, which keeps its rights."""
    _beside(path, content, like=path).replace(path)


def make_file(path: Path, content: bytes, like: Path) -> None:
    """A new file with the rights of another; one that is there is never overwritten."""
    written = _beside(path, content, like)
    try:
        _name(written, path)
    except FileExistsError:
        raise EngineError(FILE_THERE.at(whole_file(path.as_posix()), file=path.name)) from None
    finally:
        written.unlink(missing_ok=True)


def _name(written: Path, path: Path) -> None:
    try:
        # a rename would silently take the place of a file that came meanwhile; a link cannot
        path.hardlink_to(written)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        written.rename(path)


def _beside(path: Path, content: bytes, like: Path) -> Path:
    """The content in a file of its own beside the path, safely on the disk."""
    # the name ends so that nothing takes the file for a policy, should it ever be left behind
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", suffix=".new", delete=False
    ) as new:
        written = Path(new.name)
        try:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
            shutil.copymode(like, written)
        except BaseException:
            written.unlink()
            raise
    return written
