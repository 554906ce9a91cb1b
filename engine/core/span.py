"""A place in a file the user wrote: where a diagnostic points and what a clause cites."""

from engine.core.record import record


@record(kw_only=True)
class Span:
    """Lines and columns count from 1; `end_column` is the first column after the text.

    `line` 0 means the whole file.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def whole_file(name: str) -> Span:
    """The place of a mistake that concerns a file as a whole."""
    return Span(file=name)


def within(outer: Span, start: int, end: int) -> Span:
    """The part of a one-line `outer` from character offset `start` to `end`."""
    if not outer.line or outer.line != outer.end_line:
        return outer
    return Span(
        file=outer.file,
        line=outer.line,
        column=outer.column + start,
        end_line=outer.line,
        end_column=outer.column + max(end, start + 1),
    )
