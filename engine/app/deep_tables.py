"""A deep look as tables: words for programs, the same in the reader's language for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.audit.deep.ambiguity import Point, points_of
from engine.audit.deep.model import Budget, DeepView, Fall
from engine.audit.deep.payslip import Figures
from engine.bind.model import BoundPolicy
from engine.core.number import fixed, plain
from engine.core.record import record
from engine.core.text import Language, say
from engine.report.model import Cell, Table

Row = tuple[Cell, ...]
Word = Callable[[str, str], str]


@record
class Named:
    """One policy file and what was found."""

    name: str
    bound: BoundPolicy
    view: DeepView


def in_keys(language: Language) -> Word:
    """For programs: the same words in every language, but for whole sentences."""

    def word(group: str, word: str) -> str:
        if group == "meaning":
            return say(language, f"deep.meaning.{word}")
        return "" if group == "who" else word  # the shop is no role

    return word


def in_words(language: Language) -> Word:
    """For people."""
    return lambda group, word: say(language, f"deep.{group}.{word}") if word else ""


def tables_of(looked: Sequence[Named], word: Word) -> tuple[Table, ...]:
    """Every table in the order in which people read them; empty ones too."""
    return tuple(
        Table(
            key=key,
            columns=("file", *columns),
            rows=tuple((one.name, *row) for one in looked for row in make(one, word)),
            numbers=frozenset(columns) & _NUMBERS,
        )
        for key, columns, make in _TABLES
    )


def without_file(table: Table) -> Table:
    """What a single policy's tables need not repeat."""
    if table.columns[0] != "file":
        return table
    return replace(table, columns=table.columns[1:], rows=tuple(row[1:] for row in table.rows))


def _amount(amount: Decimal | None) -> Cell:
    return None if amount is None else fixed(amount, 2)


def _figures(one: Named, figures: Figures, role: str) -> str:
    """`sales = 100; lead: sales = 0`: whose figure it is where it is not the agent's own."""
    parts = []
    for (owner, key), amount in figures.items():
        whose = f"{owner}: " if owner not in ("", role) else ""
        text = amount if isinstance(amount, str) else plain(amount)
        parts.append(f"{whose}{_name(one, key)} = {text}")
    return "; ".join(parts)


def _name(one: Named, key: str) -> str:
    return one.bound.spelled.get(key, key)


def _numbered(one: Named) -> Iterator[tuple[int, Fall]]:
    falls = [fall for role in one.view.roles for fall in role.falls]
    return enumerate(falls, start=1)


def _falls(one: Named, word: Word) -> Iterator[Row]:
    for number, fall in _numbered(one):
        yield (
            number, fall.role, word("finding", fall.kind), _name(one, fall.measure),
            plain(fall.at), plain(fall.beyond), _amount(fall.high.total), _amount(fall.low.total),
            _amount(-fall.drop), fall.more, _base(fall, word), _found(fall.is_exact, word),
            fall.reason,
        )  # fmt: skip


def _base(fall: Fall, word: Word) -> str:
    return f"{word('base', fall.base.kind)} {fall.base.title}".strip()


def _found(is_exact: bool, word: Word) -> str:
    return word("found", "exact" if is_exact else "searched")


def _fall_lines(one: Named, word: Word) -> Iterator[Row]:
    for number, fall in _numbered(one):
        for (line, high), (_, low) in zip(fall.high.lines, fall.low.lines, strict=True):
            yield number, line, _amount(high), _amount(low), _amount(low - high)


def _weak(one: Named, word: Word) -> Iterator[Row]:
    for role in one.view.roles:
        for weak in role.weak:
            yield (
                weak.role, word("finding", weak.kind), _name(one, weak.of), _amount(weak.amount),
                _figures(one, weak.figures, weak.role), _found(weak.is_exact, word), weak.points,
                weak.reason,
            )  # fmt: skip


def _budgets(one: Named, word: Word) -> Iterator[Row]:
    for budget in _all_budgets(one):
        for which, end in (("least", budget.least), ("most", budget.most)):
            yield (
                budget.role or word("who", "shop"), budget.agents, word("end", which),
                _amount(end.amount),
                _found(end.is_exact, word), _amount(end.bound), end.points,
                _figures(one, end.figures, budget.role),
            )  # fmt: skip


def _all_budgets(one: Named) -> Iterator[Budget]:
    yield from (role.budget for role in one.view.roles if role.budget is not None)
    if one.view.shop is not None:
        yield one.view.shop


def _flats(one: Named, word: Word) -> Iterator[Row]:
    for role in one.view.roles:
        for flat in role.flats:
            yield role.role, _name(one, flat.measure), plain(flat.start), plain(flat.end)


def _ambiguities(one: Named, word: Word) -> Iterator[Row]:
    for point in points_of(one.bound):
        yield (
            point.number, word("point", point.name), word("status", point.status),
            "; ".join(point.where), word("meaning", _meaning(point)),
        )  # fmt: skip


def _meaning(point: Point) -> str:
    """Where a point does not arise there is nothing to say, but why it never does."""
    is_idle = point.status == "not_applicable" and point.name not in ("streak", "day_boundary")
    return "absent" if is_idle else point.name


def _looked(one: Named, word: Word) -> Iterator[Row]:
    for role in one.view.roles:
        for seen in role.looked:
            yield role.role, _name(one, seen.measure), seen.bases, seen.exact, seen.stretches


def _bases(one: Named, word: Word) -> Iterator[Row]:
    for role in one.view.roles:
        for base in role.bases:
            yield (
                role.role,
                word("base", base.kind),
                base.title,
                _figures(one, base.figures, role.role),
            )


def _heads(one: Named, word: Word) -> Iterator[Row]:
    yield from one.view.heads


_NUMBERS = frozenset(
    {
        "number", "at", "beyond", "pays_at", "pays_beyond", "difference", "other_places", "amount",
        "limit", "points_tried", "flat_from", "flat_to", "bases", "exact_bases", "stretches",
        "headcount",
    }
)  # fmt: skip
_TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Named, Word], Iterator[Row]]], ...] = (
    ("falls", (
        "number", "role", "finding", "measure", "at", "beyond", "pays_at", "pays_beyond",
        "difference", "other_places", "base", "found", "accepted",
    ), _falls),
    ("fall_lines", ("number", "line", "pays_at", "pays_beyond", "difference"), _fall_lines),
    ("weak_points", (
        "role", "finding", "of", "amount", "figures", "found", "points_tried", "accepted",
    ), _weak),
    ("budgets", (
        "role", "headcount", "end", "amount", "found", "limit", "points_tried", "figures",
    ), _budgets),
    ("flats", ("role", "measure", "flat_from", "flat_to"), _flats),
    ("ambiguities", ("number", "point", "status", "where", "meaning"), _ambiguities),
    ("heads", ("role", "headcount"), _heads),
    ("looked_at", ("role", "measure", "bases", "exact_bases", "stretches"), _looked),
    ("base_points", ("role", "base", "case_title", "figures"), _bases),
)  # fmt: skip
