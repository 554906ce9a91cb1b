"""The two kinds of exception; the author's mistakes are `Diagnostic` values instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.core.diagnostic import Diagnostic


class EngineError(Exception):
    """Work cannot go on: the world or the input forbids it. Caught once, in `cli`."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(d.check.code for d in diagnostics))
        self.diagnostics = diagnostics


class EngineBug(Exception):
    """An invariant of ours is broken. Caught only by the outermost frame of `cli`: exit 70."""
