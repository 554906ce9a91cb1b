"""Explanations of many agents, with every text said once and only the numbers for each of them.

Formulas, rows and clauses are those of a policy: what differs from agent to agent are numbers. A
step is a shape (its texts, with gaps) and the numbers that fill the gaps, in order; a number that
is the same wherever the shape is used is part of its text. A payslip is a form: the shapes of its
steps. The page's script puts them together again (`story.js`).
{link: packed-explanations}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from engine.core.record import record
from engine.report.page import shown
from engine.report.story import Explanation, Step

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
Pieces = tuple[str, ...]
Numbers = tuple[str, ...]


@record
class Shape:
    """A step without its numbers; each text is cut where one stood. `after` None: as before."""

    depth: int
    item: str
    before: Pieces
    after: Pieces | None
    how: tuple[tuple[str, Pieces], ...]

    @property
    def texts(self) -> tuple[Pieces, ...]:
        after = () if self.after is None else (self.after,)
        return (self.before, *after, *(pieces for _, pieces in self.how))


def packed(told: Sequence[Explanation]) -> str:
    """JSON: `shapes`, `forms` (shapes by number), and for each explanation its payslips: title,
    form and numbers.
    """
    payslips = [
        (title, [_taken_apart(step) for step in steps])
        for one in told
        for title, steps in one.months
    ]
    shapes = _Shapes(step for _, steps in payslips for step in steps)
    forms: dict[tuple[int, ...], int] = {}
    listed: list[list[object]] = []
    for title, steps in payslips:
        form = tuple(shapes.number[shape] for shape, _ in steps)
        numbers = " ".join(n for shape, own in steps for n in shapes.varying(shape, own))
        listed.append([shown(title), forms.setdefault(form, len(forms)), numbers])
    ends = iter(listed)
    content = {
        "shapes": list(shapes.told()),
        "forms": [list(form) for form in forms],
        "told": [[next(ends) for _ in one.months] for one in told],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _taken_apart(step: Step) -> tuple[Shape, Numbers]:
    texts = [step.before, *([] if step.after == step.before else [step.after])]
    cut = [_cut(text) for text in (*texts, *(text for _, text in step.how))]
    pieces = [one for one, _ in cut]
    shape = Shape(
        step.depth,
        shown(step.item),
        pieces[0],
        pieces[1] if len(texts) > 1 else None,
        tuple(
            (shown(heading), own)
            for (heading, _), own in zip(step.how, pieces[len(texts) :], strict=True)
        ),
    )
    return shape, tuple(number for _, numbers in cut for number in numbers)


def _cut(text: str) -> tuple[Pieces, Numbers]:
    clean = shown(text)
    return tuple(_NUMBER.split(clean)), tuple(_NUMBER.findall(clean))


class _Shapes:
    """Every shape once, with the numbers that are the same wherever it is used."""

    def __init__(self, steps: Iterable[tuple[Shape, Numbers]]) -> None:
        self.number: dict[Shape, int] = {}
        self._same: dict[Shape, list[str | None]] = {}
        for shape, numbers in steps:
            self.number.setdefault(shape, len(self.number))
            same = self._same.setdefault(shape, list(numbers))
            for place, number in enumerate(numbers):
                if same[place] != number:
                    same[place] = None

    def varying(self, shape: Shape, numbers: Numbers) -> Iterator[str]:
        same = self._same[shape]
        return (n for n, known in zip(numbers, same, strict=True) if known is None)

    def told(self) -> Iterator[list[object]]:
        """Depth, item, before, after (0: as before), then headings and texts in turn."""
        for shape in self.number:
            numbers = iter(self._same[shape])
            texts = [_joined(pieces, numbers) for pieces in shape.texts]
            after = [0] if shape.after is None else []
            how = texts[2 - len(after) :]
            told = [part for (heading, _), text in zip(shape.how, how, strict=True)
                    for part in (heading, text)]  # fmt: skip
            yield [shape.depth, shape.item, texts[0], *(after or texts[1:2]), *told]


def _joined(pieces: Pieces, numbers: Iterator[str | None]) -> str | list[str]:
    """A text, or its pieces where numbers of its own stand between them."""
    found = [pieces[0]]
    for piece in pieces[1:]:
        number = next(numbers)
        if number is None:
            found.append(piece)
        else:
            found[-1] += number + piece
    return found[0] if len(found) == 1 else found
