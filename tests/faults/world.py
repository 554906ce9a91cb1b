"""Trouble of the world, brought about for a while: no right to write, no room on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def only_reading(folder: Path) -> Iterator[None]:
    """The folder and all in it may be read, not written, and we are nobody special."""
    paths = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    # root may write whatever the mode says
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.setresuid(NOBODY, NOBODY, 0)
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes; Python ignores the signal, so writing just fails."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
