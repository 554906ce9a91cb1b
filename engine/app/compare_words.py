"""What a comparison comes to, in sentences that a manager reads first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.app.payouts import money
from engine.compare.differences import Moved, Pair, moved, pairs, total_of
from engine.compare.model import Comparison, Side
from engine.core.text import Language, say
from engine.report.model import Report

_WAYS = ("less", "same", "more")


def summary(comparison: Comparison, report: Report, language: Language) -> tuple[str, ...]:
    """Side after side, then the clause that does most, then what is left out."""
    told: list[str] = []
    for side in comparison.others:
        told.extend(_of_side(comparison, side, language))
    told.extend(_of_clauses(report, language))
    if comparison.not_compared:
        count = len(comparison.not_compared)
        told.append(say(language, "story.left_out", count=count))
    return tuple(told)


def _of_side(comparison: Comparison, side: Side, language: Language) -> Iterator[str]:
    found = pairs(comparison, side)
    first = comparison.first.title
    if not found:
        yield say(language, "story.no_pair", side=side.title, first=first)
        return
    both = total_of(found)
    yield say(
        language, f"story.pays_{way(both.difference)}", side=side.title, first=first,
        after=money(both.after), before=money(both.before), by=money(abs(both.difference)),
    )  # fmt: skip
    yield _people(found, language)
    months = moved(found, lambda pair: pair.month)
    if len(months) > 1:
        listed = (_month(str(month), one, language) for month, one in months.items())
        yield say(language, "story.by_month", months=say(language, "story.comma").join(listed))


def way(difference: Decimal) -> str:
    return _WAYS[int(difference.compare(Decimal(0))) + 1]


def _people(found: tuple[Pair, ...], language: Language) -> str:
    by_agent = moved(found, lambda pair: pair.agent)
    names = {pair.agent: pair.name or pair.agent for pair in found}
    differences = [one.difference for one in by_agent.values()]
    gaining, losing = [d for d in differences if d > 0], [d for d in differences if d < 0]
    text = say(
        language, "story.people", gaining=len(gaining), gained=money(sum(gaining, Decimal(0))),
        losing=len(losing), lost=money(-sum(losing, Decimal(0))),
        same=len(differences) - len(gaining) - len(losing),
    )  # fmt: skip
    if not gaining and not losing:
        return text
    agent, one = max(by_agent.items(), key=lambda item: abs(item[1].difference))
    name, most = names[agent], _signed(one)
    return text + say(language, "story.most", agent=name, difference=most)


def _month(month: str, one: Moved, language: Language) -> str:
    values = {"before": money(one.before), "after": money(one.after), "difference": _signed(one)}
    return say(language, "story.one_month", month=month, **values)


def _signed(one: Moved) -> str:
    return f"{'+' if one.difference > 0 else ''}{money(one.difference)}"


def _of_clauses(report: Report, language: Language) -> Iterator[str]:
    table = next((one for one in report.tables if one.key == "clauses"), None)
    if table is None or not table.rows:
        return
    place = table.columns.index("part")
    parts = [(str(row[0]), Decimal(str(row[place]))) for row in table.rows]
    title, part = max(parts, key=lambda item: abs(item[1]))
    paying = sum(1 for _, amount in parts if amount)
    yield say(
        language, "story.by_clauses", count=len(parts), paying=paying, clause=title,
        part=f"{'+' if part > 0 else ''}{money(part)}",
    )  # fmt: skip
