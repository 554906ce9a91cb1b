"""The difference by clause as report tables: each in words, with its place in both files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.app.clauses import Attribution, Clause
from engine.app.hybrids import Merged
from engine.app.payouts import money
from engine.compare.edits import PARTS, Edit, Side
from engine.compare.leaves import Leaf, leaves
from engine.core.text import Language, message, say
from engine.policy.meaning import SAYS_NOTHING_OF_PAY
from engine.policy.reading import text_of
from engine.report.model import Cell, Report, Table

_NUMBERS = frozenset({"part", "standard_error", "surplus"})
# of things that are changed together, the one that pays stands first
_ORDER = ("pay", "roles", *(part for part in PARTS if part not in ("pay", "roles")))


def facts_of(found: Attribution, language: Language) -> tuple[tuple[str, Cell], ...]:
    """How the difference was split."""
    method = say(language, "clause.exact")
    if found.sampled is not None:
        drawn = {"orders": found.sampled.orders, "seed": found.sampled.seed}
        method = say(language, "clause.approximate", **drawn)
    return (("split_method", method), ("hybrid_count", found.hybrids))


def notes_of(found: Attribution, language: Language) -> tuple[str, ...]:
    """What could not be told apart, and why."""
    return tuple(_merged(one, language) for one in found.merged)


def tables_of(found: Attribution, language: Language) -> tuple[Table, ...]:
    """By clause, by clause and agent, by line as well, and by pairs of clauses."""
    return (
        _clauses(found, language),
        _agents(found, language),
        _lines(found, language),
        _interactions(found, language),
    )


def views_of(found: Attribution, language: Language) -> tuple[Table, ...]:
    """A terminal shows what each clause says; JSON has the places in both files, too."""
    whole, agents, _, pairs = tables_of(found, language)
    columns = ("changed_clause", "old_value", "new_value", "clause", "part", "standard_error")
    kept = columns if found.sampled else columns[:-1]
    rows = []
    for row in whole.rows:
        cells = dict(zip(whole.columns, row, strict=True))
        cited = dict.fromkeys((str(cells["old_clause"]), str(cells["new_clause"])))
        cells["clause"] = " → ".join(text for text in cited if text)
        rows.append(tuple(cells[column] for column in kept))
    return (Table(key=whole.key, columns=kept, rows=tuple(rows), numbers=_NUMBERS), agents, pairs)


def with_clauses(report: Report, found: Attribution, language: Language) -> Report:
    """A comparison of two sides, with its difference by clause."""
    return Report(
        command=report.command,
        facts=(*report.facts, *facts_of(found, language)),
        tables=(*report.tables, *tables_of(found, language)),
        views=(*report.views, *views_of(found, language)),
        notes=(*report.notes, *notes_of(found, language)),
    )


def title_of(clause: Clause, language: Language) -> str:
    """What was changed, in words."""
    return " + ".join(_titles(clause.edits, language))


def _titles(edits: Iterable[Edit], language: Language) -> Iterator[str]:
    ordered = sorted(edits, key=_place_in_title)
    yield from dict.fromkeys(_title(edit, language) for edit in ordered)


def _place_in_title(edit: Edit) -> int:
    return _ORDER.index(edit.path[0]) if edit.path[0] in _ORDER else len(_ORDER)


def _title(edit: Edit, language: Language) -> str:
    match edit.path:
        case ("policy",):
            name = text_of(edit.new.node) if edit.new else ""
            return say(language, "clause.title.policy", policy=name)
        case ("history",):
            return say(language, "clause.title.history")
        case ("round", which):
            return say(language, f"clause.title.round_{which}")
        case (section, name):
            return say(language, f"clause.title.{section}", name=name)
        case (section, name, kind, *inner):
            key = _WORDED.get((section, kind), f"clause.title.{section}_other")
            return say(language, key, name=name, inner=", ".join(inner) or kind)
        case path:
            return ".".join(path)


_WORDED = {
    ("kpi", "weights"): "clause.title.kpi_weights",
    ("kpi", "items"): "clause.title.kpi_items",
    ("tables", "rows"): "clause.title.tables_rows",
    ("decisions", "rows"): "clause.title.decisions_rows",
    ("pay", "limits"): "clause.title.pay_limits",
    ("roles", "kpi"): "clause.title.roles_kpi",
    ("roles", "pay"): "clause.title.roles_pay",
}


def _clauses(found: Attribution, language: Language) -> Table:
    columns = (
        "changed_clause", "old_value", "new_value", "old_clause", "new_clause", "old_place",
        "new_place", "part", "standard_error",
    )  # fmt: skip
    errors = found.sampled.errors if found.sampled else {}
    rows = []
    for number, part in found.of_clauses().items():
        clause = found.clauses[number]
        rows.append(
            (
                title_of(clause, language),
                *_values(clause),
                *(_joined(side.cite for side in sides) for sides in _sides(clause)),
                *(_joined(str(side.span) for side in sides) for sides in _sides(clause)),
                money(part),
                money(errors.get(number)),
            )
        )
    return Table(key="clauses", columns=columns, rows=tuple(rows), numbers=_NUMBERS)


def _sides(clause: Clause) -> tuple[list[Side], list[Side]]:
    """What the older and the newer file have."""
    edits = sorted(clause.edits, key=_place_in_title)
    return [e.old for e in edits if e.old is not None], [e.new for e in edits if e.new is not None]


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _values(clause: Clause) -> tuple[str, str]:
    """What is said before and after, without what is the same and what pays nothing."""
    before: list[str] = []
    after: list[str] = []
    for edit in clause.edits:
        changes = list(_changes(edit))
        for change in changes:
            # of several, each is named
            name = f"{change.path.split('.')[-1]} " if len(changes) > 1 else ""
            before += [f"{name}{change.before}"] if change.before else []
            after += [f"{name}{change.after}"] if change.after else []
    return "; ".join(dict.fromkeys(before)), "; ".join(dict.fromkeys(after))


def _changes(edit: Edit) -> Iterator[Leaf]:
    """A part that is new or gone as a whole is named by the title alone."""
    if edit.is_one_sided:
        return
    nodes = (side.node if side else None for side in (edit.old, edit.new))
    for change in leaves(".".join(edit.path), *nodes):
        if not SAYS_NOTHING_OF_PAY & set(change.path.split(".")[len(edit.path) :]):
            yield change


def _agents(found: Attribution, language: Language) -> Table:
    rows = tuple(
        (agent, title_of(found.clauses[number], language), money(amount))
        for (agent, number), amount in found.of_agents().items()
    )
    columns = ("agent", "changed_clause", "part")
    return Table(key="clause_agents", columns=columns, rows=rows, numbers=_NUMBERS)


def _lines(found: Attribution, language: Language) -> Table:
    rows = tuple(
        (
            str(part.month), part.agent, part.line, title_of(found.clauses[part.clause], language),
            money(part.amount),
        )
        for part in found.parts
    )  # fmt: skip
    columns = ("month", "agent", "line", "changed_clause", "part")
    return Table(key="clause_lines", columns=columns, rows=rows, numbers=_NUMBERS)


def _interactions(found: Attribution, language: Language) -> Table:
    rows = tuple(
        (
            title_of(found.clauses[one.first], language),
            title_of(found.clauses[one.second], language),
            money(one.amount),
        )
        for one in found.interactions
    )
    columns = ("changed_clause", "other_clause", "surplus")
    return Table(key="clause_interactions", columns=columns, rows=rows, numbers=_NUMBERS)


def _merged(one: Merged, language: Language) -> str:
    titles = (" + ".join(_titles(edits, language)) for edits in one.edits)
    return say(
        language, "clause.merged", code=one.found.check.code,
        message=message(one.found, language), titles="; ".join(titles),
    )  # fmt: skip
