"""How agents move between grades from the first side to another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.compare.differences import Moved, Pair, moved
from engine.compare.model import Comparison, Side
from engine.core.record import record


@record(kw_only=True)
class Migration:
    """One cell of the matrix: payslips of a role with one grade before and another after."""

    role: str
    before: str
    after: str
    moved: Moved


def migration(comparison: Comparison, side: Side, found: Iterable[Pair]) -> tuple[Migration, ...]:
    """Every cell that somebody is in, grades in the order of the table; none without grades."""
    graded = [p for p in found if p.before.grade or p.after.grade]
    cells = moved(graded, lambda p: (p.before.role, p.before.grade, p.after.grade))
    places = _places(comparison, side)

    def place(cell: tuple[str, str, str]) -> tuple[str, int, int]:
        role, before, after = cell
        last = len(places)
        return role, places.get((role, before), last), places.get((role, after), last)

    return tuple(
        Migration(role=cell[0], before=cell[1], after=cell[2], moved=cells[cell])
        for cell in sorted(cells, key=place)
    )


def _places(comparison: Comparison, side: Side) -> Mapping[tuple[str, str], int]:
    """Where a grade stands in the tables of the two sides, the first one's before the other's."""
    places: dict[tuple[str, str], int] = {}
    for one in (comparison.first, side):
        for month in comparison.months_of(one):
            for role, grades in month.grades.items():
                for grade in grades:
                    places.setdefault((role, grade), len(places))
    return places
