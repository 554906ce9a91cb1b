"""One step of the demo."""

from __future__ import annotations

from collections.abc import Callable

from engine.app.month import Show
from engine.app.result import Result
from engine.core.record import record


@record(kw_only=True)
class Scene:
    """One step of the demo: the command that a person would type, and what it says."""

    title: str
    command: str
    play: Callable[[Show], Result]
    expects_findings: bool = False
