"""How two sides come to what they pay an agent, step by step beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.app.compared import Compared
from engine.app.explaining_steps import COLUMNS, payslip_steps
from engine.app.payouts import money
from engine.compare.differences import Pair, moved
from engine.compare.model import Payslip, Side
from engine.core.record import record
from engine.core.text import Language, say
from engine.report.model import Cell
from engine.report.story import Explanation, Step
from engine.report.terminal import label, text_of

# agents of all sides together; a page with more would be slow to open
MOST = 200
_HOW = ("formula", "values", "row", "rounding", "reason", "clause", "place")
Steps = Mapping[tuple[str, ...], Mapping[str, str]]


@record(kw_only=True)
class OfAgent:
    """The explanation of one agent on one side."""

    agent: str
    side: int
    anchor: str
    told: Explanation


def movers_first(found: Iterable[Pair]) -> tuple[str, ...]:
    """Agents, the one whose pay differs most first."""
    people = moved(found, lambda pair: pair.agent)
    return tuple(sorted(people, key=lambda agent: (-abs(people[agent].difference), agent)))


def explanations(
    done: Compared, others: Sequence[tuple[Side, tuple[Pair, ...]]], language: Language
) -> tuple[OfAgent, ...]:
    """Of every agent of every side, as far as the page has room."""
    told: list[OfAgent] = []
    for side, found in others:
        by_agent: dict[str, list[Pair]] = {}
        for pair in found:
            by_agent.setdefault(pair.agent, []).append(pair)
        for agent in movers_first(found)[: MOST - len(told)]:
            anchor = f"agent-{len(told) + 1}"
            one = _explanation(done, side, by_agent[agent], (anchor, language))
            told.append(OfAgent(agent=agent, side=side.number, anchor=anchor, told=one))
    return tuple(told)


def _explanation(
    done: Compared, side: Side, found: Sequence[Pair], of: tuple[str, Language]
) -> Explanation:
    anchor, language = of
    first = done.comparison.first
    months = []
    for pair in found:
        before, after = (
            _steps(done, number, pair, language) for number in (first.number, side.number)
        )
        months.append((_title(pair, language), tuple(_merged(before, after, language))))
    both = next(iter(moved(found, lambda _: 0).values()))
    sign = "+" if both.difference > 0 else ""
    title = say(
        language, "story.agent", agent=found[0].name or found[0].agent, side=side.title,
        first=first.title, before=money(both.before), after=money(both.after),
        difference=f"{sign}{money(both.difference)}",
    )  # fmt: skip
    return Explanation(anchor=anchor, title=title, months=tuple(months))


def _title(pair: Pair, language: Language) -> str:
    grades = dict.fromkeys(g for g in (pair.before.grade, pair.after.grade) if g)
    return " · ".join(one for one in (str(pair.month), pair.after.role, " → ".join(grades)) if one)


def _steps(done: Compared, number: int, pair: Pair, language: Language) -> Steps:
    paid = done.worked.get((number, pair.month))
    if paid is None:
        is_first = number == done.comparison.first.number
        return _ledger_steps(pair.before if is_first else pair.after, language)
    return _by_path(payslip_steps(paid, pair.agent, language))


def _ledger_steps(payslip: Payslip, language: Language) -> Steps:
    """What the ledger paid is an amount of each line; how it came about `explain` says."""
    amounts = {**payslip.lines, say(language, "item.total"): payslip.total}
    return {(line,): {"amount": money(amount)} for line, amount in amounts.items()}


def _by_path(rows: Iterable[tuple[Cell, ...]]) -> Steps:
    """Steps under the names that lead to them."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    path: list[str] = []
    for row in rows:
        cells = dict(zip(COLUMNS, map(text_of, row), strict=True))
        del path[int(cells["depth"]) :]
        path.append(cells["item"])
        found.setdefault(tuple(path), cells)
    return found


def _merged(before: Steps, after: Steps, language: Language) -> Iterator[Step]:
    """Every step that either side has, in the order of the other side."""
    for path in _in_order(before, after):
        old, new = before.get(path, {}), after.get(path, {})
        yield Step(
            depth=len(path) - 1,
            item=path[-1],
            before=old.get("amount", ""),
            after=new.get("amount", ""),
            how=tuple(_how(old, new, language)),
        )


def _in_order(before: Steps, after: Steps) -> tuple[tuple[str, ...], ...]:
    """Steps of the other side; what only the first has stands below what it belongs to."""
    order = list(after)
    for path in before:
        if path in after:
            continue
        beside = [n for n, known in enumerate(order) if known[: len(path) - 1] == path[:-1]]
        is_line = len(path) == 1
        # the total stays the last line
        place = len(order) - 1 if is_line or not beside else beside[-1] + 1
        order.insert(place, path)
    return tuple(order)


def _how(
    before: Mapping[str, str], after: Mapping[str, str], language: Language
) -> Iterator[tuple[str, str]]:
    """Each said once where both sides say the same."""
    for key in _HOW:
        old, new = before.get(key, ""), after.get(key, "")
        heading = label(key, language)
        if old == new:
            yield from [(heading, new)] if new else []
            continue
        for side, text in (("before", old), ("after", new)):
            if text:
                yield (
                    say(language, "story.how_side", what=heading, side=label(side, language)),
                    text,
                )
