"""A value that cannot be worked out, on its way to where it is noted."""

from __future__ import annotations

from engine.replay.trace import Refusal


class NoValueError(Exception):
    """A value that this agent does not have, with the reason."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal
