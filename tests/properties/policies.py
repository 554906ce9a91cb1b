"""Random policies: measures, tables, formulas, score cards, eligibility, two roles, pay lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from engine.core.number import plain
from tests.properties.formulas import (
    COUNT,
    DAYS,
    GIVEN,
    MODES,
    MONEY,
    POINTS,
    RATIO,
    Scope,
    condition,
    value,
)
from tests.properties.tables import METHODS, MadeTable, text_of

ROLES = ("clerk", "lead")
LIMIT = "held"
LEVELS = ("1", "2", "3")
MISSING = ("refuse", "zero", "full", "leave_out")
LOOKUPS = tuple(given for given in GIVEN if given.name != "goal")


@dataclass(frozen=True)
class MadePolicy:
    """A policy's text, and the numbers in it at which something may change."""

    text: str
    constants: tuple[Decimal, ...]


@dataclass(frozen=True)
class Parts:
    """The lines of a policy's sections; tables and formulas by name."""

    tables: dict[str, list[str]]
    formulas: dict[str, list[str]]
    cards: list[str]
    has_second: bool
    rule: str
    pay: list[str]


def quoted(formula: str) -> str:
    return json.dumps(formula, ensure_ascii=False)


@st.composite
def rounding(draw: st.DrawFn, most: int = 3) -> str:
    return f"{{places: {draw(st.integers(0, most))}, mode: {draw(st.sampled_from(MODES))}}}"


@st.composite
def tables(draw: st.DrawFn, scope: Scope) -> list[MadeTable]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        method, given = draw(st.sampled_from(METHODS)), draw(st.sampled_from(LOOKUPS))
        table = draw(method(scope, f"t{number}", given))
        for name, unit in table.reads:
            scope.add(unit, name)
        if table.words is not None:
            scope.words[table.words[0]] = table.words[1]
        made.append(table)
    return made


@st.composite
def formulas(draw: st.DrawFn, scope: Scope) -> list[str]:
    lines = []
    for number in range(draw(st.integers(0, 3))):
        unit = draw(st.sampled_from([MONEY, MONEY, COUNT, POINTS, RATIO, DAYS]))
        text = draw(value(scope, unit, 2))
        # only its own unit is sure to fit, and a bare number fits everywhere
        rounds = f", round: {draw(rounding())}" if draw(st.booleans()) else ""
        lines.append(f"  f{number}: {{formula: {quoted(text)}{rounds}}}")
        scope.add(unit, f"f{number}")
    return lines


@st.composite
def points(draw: st.DrawFn, scope: Scope) -> str:
    """One item of a card: what is judged, and how it becomes points."""
    match draw(st.integers(0, 4)):
        case 0:
            return f"measure: {draw(st.sampled_from(['quality', 'attitude']))}, points: as_is"
        case 1:
            figure, target = draw(target_of(scope))
            caps = [f"cap: {draw(st.integers(80, 150))}"] if draw(st.booleans()) else []
            caps += [f"floor: {draw(st.integers(0, 60))}"] if draw(st.booleans()) else []
            return f"{figure}, points: {{{', '.join([f'target: {quoted(target)}', *caps])}}}"
        case 2:
            return draw(deduction(scope))
        case 3:
            text = draw(value(scope, POINTS, 1))
            return f"measure: quality, points: {quoted(f'min(quality + 20, {text})')}"
        case _:
            unit = draw(st.sampled_from([MONEY, COUNT]))
            figure = f"formula: {quoted(draw(value(scope, unit, 1)))}"
            return f"{figure}, points: {{target: {draw(st.integers(1, 3000))}, cap: 120}}"


@st.composite
def target_of(draw: st.DrawFn, scope: Scope) -> tuple[str, str]:
    if draw(st.booleans()):
        return "measure: sales", draw(st.sampled_from(["goal", "1000", "max(average(sales), 1)"]))
    given = draw(st.sampled_from([g for g in GIVEN if g.unit in (COUNT, RATIO, MONEY)]))
    most = "60%" if given.unit == RATIO else str(draw(st.integers(1, 500)))
    return f"measure: {given.name}", most


@st.composite
def deduction(draw: st.DrawFn, scope: Scope) -> str:
    given = draw(st.sampled_from([g for g in GIVEN if g.unit in (COUNT, RATIO, DAYS)]))
    per = Decimal(draw(st.integers(1, 30))) * given.step
    limit = Decimal(draw(st.integers(0, 50))) * given.step
    scope.constants.update((limit, limit + per))
    is_ratio = given.unit == RATIO
    shown = [f"{plain(n * 100)}%" if is_ratio else plain(n) for n in (per, limit)]
    parts = [
        f"start: {draw(st.sampled_from([100, 90, 50]))}",
        f"deduct: {draw(st.sampled_from(['1', '2.5', '10', '0.75']))}",
        f"per: {shown[0]}",
        f"{draw(st.sampled_from(['above', 'below']))}: {shown[1]}",
        f"step: {draw(st.sampled_from(['proportional', 'full', 'started']))}",
    ]
    if draw(st.booleans()):
        parts.append(f"floor: {draw(st.sampled_from([0, 20, -50]))}")
    return f"measure: {given.name}, points: {{{', '.join(parts)}}}"


@st.composite
def card(draw: st.DrawFn, scope: Scope, name: str) -> list[str]:
    weights = draw(st.sampled_from([[100], [60, 40], [35, 30, 35], [50, 37.5, 12.5]]))
    lines = [f"  {name}:", f"    round: {draw(rounding())}"]
    lines.append(f"    missing: {draw(st.sampled_from(MISSING))}")
    lines.append("    items:")
    for number, weight in enumerate(weights):
        own = ""
        if number == 0:
            # not all items may be left out: there would be nothing to weigh
            own += f", missing: {draw(st.sampled_from(MISSING[:3]))}"
        elif draw(st.integers(0, 2)) == 0:
            own += f", missing: {draw(st.sampled_from(MISSING))}"
        if draw(st.integers(0, 2)) == 0:
            own += f", round: {draw(rounding())}"
        item = draw(points(scope))
        lines.append(f"      {name}{number}: {{weight: {weight}, {item}{own}}}")
    return lines


@st.composite
def grades(draw: st.DrawFn, scope: Scope) -> MadeTable:
    """A table that the score picks a row of."""
    cuts = sorted(draw(st.sets(st.integers(1, 110), min_size=1, max_size=4)))
    edge = draw(st.sampled_from(["from_inclusive", "to_inclusive"]))
    names = [f"S{n}" for n in range(len(cuts) + 1)]
    ends = ["-∞", *map(str, cuts)] if edge == "from_inclusive" else [*map(str, cuts), "∞"]
    rows = [[e, n, str(1000 + 137 * i)] for i, (e, n) in enumerate(zip(ends, names, strict=True))]
    keys = {"lookup": "kpi_score", "method": "whole", "edge": edge}
    keys["columns"] = f"[{'from' if edge == 'from_inclusive' else 'to'}, grade, salary]"
    keys["units"] = "{salary: money}"
    return MadeTable(
        text_of("by_score", keys, rows),
        (("by_score.salary", MONEY),),
        ("by_score.grade", tuple(names)),
    )


@st.composite
def lines_of_pay(draw: st.DrawFn, scope: Scope, *, is_rounded: bool) -> list[str]:
    lines = []
    for number in range(draw(st.integers(2, 4))):
        text = draw(value(scope, MONEY, draw(st.integers(1, 3))))
        parts = [f"amount: {quoted(text)}"]
        if draw(st.integers(0, 2)) == 0:
            parts.append(f"when: {quoted(draw(condition(scope, 1)))}")
        if draw(st.integers(0, 2)) == 0:
            parts += draw(limits(scope))
        if not is_rounded or draw(st.integers(0, 2)) == 0:
            parts.append(f"round: {draw(rounding())}")
        lines.append(f"  l{number}: {{{', '.join(parts)}}}")
    if draw(st.booleans()):
        names = draw(st.permutations([f"l{number}" for number in range(len(lines))]))
        counts = ", ".join(names[: draw(st.integers(1, len(names)))])
        # the policy's own rounding may be none
        parts = [f"counts: [{counts}]", *draw(limits(scope)), f"round: {draw(rounding())}"]
        lines.append(f"  {LIMIT}: {{{', '.join(parts)}}}")
    return lines


@st.composite
def limits(draw: st.DrawFn, scope: Scope) -> list[str]:
    """A least amount, a most, or both where the most is never below the least."""
    text, least = draw(value(scope, MONEY, 1)), draw(st.integers(-2000, 3000))
    match draw(st.integers(0, 3)):
        case 0:
            return [f"at_least: {quoted(text)}"]
        case 1:
            return [f"at_most: {quoted(text)}"]
        case 2:
            return [f"at_least: {least}", f"at_most: {quoted(f'max({least}, {text})')}"]
        case _:
            return [f"at_least: {quoted(f'min({least}, {text})')}", f"at_most: {least}"]


def measure_lines(text: str, draw: st.DrawFn) -> list[str]:
    """Only the measures that the rest of the policy names, some of them 0 where missing."""
    used = [g for g in GIVEN if re.search(rf"\b{g.name}\b", text)]
    lines = ["measures:"] if used else []
    for given in used:
        zero = ", missing: zero" if draw(st.integers(0, 5)) == 0 and given.name != "goal" else ""
        lines.append(
            f"  {given.name}: {{unit: {given.unit}, places: {given.places}, "
            f"min: {given.least}, max: {given.greatest}{zero}}}"
        )
    return lines


@st.composite
def policies(draw: st.DrawFn) -> MadePolicy:
    scope = Scope(roles=ROLES)
    for given in GIVEN:
        scope.add(given.unit, given.name)
    scope.words["level"] = LEVELS
    scope.add(COUNT, "seniority_years")
    made = draw(tables(scope))
    named = draw(formulas(scope))
    cards = draw(card(scope, "first"))
    has_second = draw(st.booleans())
    cards += draw(card(scope, "second")) if has_second else []
    scored = draw(grades(scope))
    has_rule = draw(st.booleans())
    rule = draw(condition(scope, 1)) if has_rule else ""
    # the pay of a role without a card cannot read the score
    if has_second:
        made.append(scored)
        scope.add(MONEY, "by_score.salary")
        scope.add(RATIO, "share(kpi_score)", is_countable=False)
        scope.add(POINTS, "kpi_score")
        scope.words[scored.words[0]] = scored.words[1]
    is_rounded = draw(st.booleans())
    pay = draw(lines_of_pay(scope, is_rounded=is_rounded))
    parts = Parts(
        tables={table.lines[0].strip().rstrip(":"): list(table.lines) for table in made},
        formulas={line.split(":")[0].strip(): [line] for line in named},
        cards=cards,
        has_second=has_second,
        rule=rule,
        pay=pay,
    )
    return assembled(draw, scope, parts, is_rounded=is_rounded)


def assembled(draw: st.DrawFn, scope: Scope, parts: Parts, *, is_rounded: bool) -> MadePolicy:
    """The sections in order, without tables, formulas and measures that nothing reads."""
    paid = [line.split(":")[0].strip() for line in parts.pay]
    names = [name for name in paid if name != LIMIT]
    roots = "\n".join((*parts.cards, parts.rule, *parts.pay))
    used = reachable(roots, {**parts.tables, **parts.formulas})
    text = "\n".join((roots, *(line for lines in used.values() for line in lines)))
    head = [
        "format: 1", "policy: pay", "shop: demo", "version: 1", "title: made up",
        "effective: {from: 2024-01}", "currency: CNY", 'sources: {tests: "1"}',
    ]  # fmt: skip
    rounds = [f"lines: {draw(rounding())}"] if is_rounded else []
    if draw(st.integers(0, 2)) == 0:
        rounds.append(f"total: {draw(rounding(2))}")
    head += [f"round: {{{', '.join(rounds)}}}"] if rounds else []
    head += measure_lines(text, draw)
    first, second = draw(st.permutations(names)), draw(st.permutations(names))
    kpi = "kpi: second, " if parts.has_second else ""
    few = [*second[: draw(st.integers(1, len(names)))], *paid[len(names) :]]
    many = [*first, *paid[len(names) :]]
    counted = parts.pay[-1].partition("]")[0]
    if len(paid) > len(names) and not any(re.search(rf"\b{name}\b", counted) for name in few[:-1]):
        few.pop()  # who is paid nothing that is counted cannot be held to it
    head += ["roles:", f"  clerk: {{kpi: first, pay: [{', '.join(many)}]}}"]
    head += [f"  lead: {{{kpi}pay: [{', '.join(few)}]}}"]
    if parts.rule:
        kept = draw(st.sets(st.sampled_from(paid), max_size=1))
        roles = draw(st.sampled_from(["", ", roles: [clerk]"]))
        otherwise = f"otherwise: {{pay: [{', '.join(sorted(kept))}]}}"
        head += ["eligibility:", f"  allowed: {{when: {quoted(parts.rule)}{roles}, {otherwise}}}"]
    for section, of in (("formulas", parts.formulas), ("tables", parts.tables)):
        lines = [line for name in of if name in used for line in used[name]]
        head += [f"{section}:", *lines] if lines else []
    head += ["kpi:", *parts.cards, "pay:", *parts.pay]
    return MadePolicy("\n".join(head) + "\n", tuple(sorted(scope.constants)))


def reachable(roots: str, parts: dict[str, list[str]]) -> dict[str, list[str]]:
    """The named parts that the roots read, directly or through others."""
    used: dict[str, list[str]] = {}
    queue = [roots]
    while queue:
        text = queue.pop()
        for name, lines in parts.items():
            if name not in used and re.search(rf"\b{name}\b", text):
                used[name] = lines
                queue.append("\n".join(lines))
    return used
