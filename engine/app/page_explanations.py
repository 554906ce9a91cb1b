"""How two sides come to what they pay an agent, step by step beside each other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from engine.app.compared import Compared
from engine.app.explaining_steps import COLUMNS, payslip_steps
from engine.app.payouts import money
from engine.app.sides import POSTED
from engine.compare.differences import Pair, moved, total_of
from engine.compare.model import Payslip, Side
from engine.core.period import Month
from engine.core.record import record
from engine.core.text import Language, say
from engine.report.model import Cell
from engine.report.story import Explanation, Step
from engine.report.terminal import label, text_of

# payslips of all sides together: some five megabytes of page, and some seconds to work out
MOST = 6000
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
        by_agent = _kept(found, MOST // len(others))
        steps = _Sides(done, side, {pair.month for pair in found}, by_agent, language)
        for agent, mine in by_agent.items():
            anchor = f"agent-{len(told) + 1}"
            one = _explanation(steps, mine, anchor)
            told.append(OfAgent(agent=agent, side=side.number, anchor=anchor, told=one))
    return tuple(told)


def _kept(found: Sequence[Pair], most: int) -> dict[str, list[Pair]]:
    """Of so many payslips those whose agents move most."""
    by_agent: dict[str, list[Pair]] = {}
    for pair in found:
        by_agent.setdefault(pair.agent, []).append(pair)
    kept: dict[str, list[Pair]] = {}
    for agent in movers_first(found):
        most -= len(by_agent[agent])
        if most < 0:
            break
        kept[agent] = by_agent[agent]
    return kept


class _Sides:
    """The steps of every payslip of the first side and of another one."""

    def __init__(
        self, done: Compared, side: Side, months: Iterable[Month], agents: Container[str],
        language: Language,
    ) -> None:  # fmt: skip
        self.first, self.side, self.language = done.comparison.first, side, language
        self._posted = {one.number for one in done.comparison.sides if one.words == POSTED}
        self._worked = {
            (number, month): payslip_steps(paid, agents, language)
            for month in sorted(months)
            for number in (self.first.number, side.number)
            if (paid := done.worked.get((number, month))) is not None
        }

    def of(self, side: Side, month: Month, payslip: Payslip) -> Steps:
        """Of a posted month what its entry holds, as far as that is what was paid in the end."""
        worked = self._worked.get((side.number, month), {}).get(payslip.agent)
        if worked is None:
            return self._amounts(payslip)
        steps = _by_path(worked)
        return self._as_paid(steps, payslip) if side.number in self._posted else steps

    def _amounts(self, payslip: Payslip) -> dict[tuple[str, ...], Mapping[str, str]]:
        """What the ledger paid is an amount of each line; how it came about `explain` says."""
        amounts = {**payslip.lines, say(self.language, "item.total"): payslip.total}
        return {(line,): {"amount": money(amount)} for line, amount in amounts.items()}

    def _as_paid(self, steps: Steps, payslip: Payslip) -> Steps:
        """A line that was corrected or settled since is the amount that the ledger comes to."""
        amounts = self._amounts(payslip)
        changed = {
            path for path, cells in amounts.items()
            if steps.get(path, {}).get("amount") != cells["amount"]
        }  # fmt: skip
        kept = {path: amounts[path] if path in changed else cells
                for path, cells in steps.items()
                if path[:1] not in changed or len(path) == 1}  # fmt: skip
        return {**kept, **{path: amounts[path] for path in changed if path not in kept}}


def _explanation(sides: _Sides, found: Sequence[Pair], anchor: str) -> Explanation:
    language, first, side = sides.language, sides.first, sides.side
    months = []
    for pair in found:
        before = sides.of(first, pair.month, pair.before)
        after = sides.of(side, pair.month, pair.after)
        months.append((_title(pair), tuple(_merged(before, after, language))))
    both = total_of(found)
    sign = "+" if both.difference > 0 else ""
    title = say(
        language, "story.agent", agent=found[0].name or found[0].agent, side=side.title,
        first=first.title, before=money(both.before), after=money(both.after),
        difference=f"{sign}{money(both.difference)}",
    )  # fmt: skip
    return Explanation(anchor=anchor, title=title, months=tuple(months))


def _title(pair: Pair) -> str:
    grades = dict.fromkeys(g for g in (pair.before.grade, pair.after.grade) if g)
    return " · ".join(one for one in (str(pair.month), pair.after.role, " → ".join(grades)) if one)


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
