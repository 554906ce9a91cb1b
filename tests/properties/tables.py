"""Random tables of all methods, with edges that figures can hit exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from engine.core.number import plain
from tests.properties.formulas import MODES, MONEY, POINTS, RATIO, Given, Scope

EDGES = ("from_inclusive", "to_inclusive", "both_inclusive")
RATES = ("1%", "0.5%", "2.5%", "12%", "0.35%", "3‰", "0%")


@dataclass(frozen=True)
class MadeTable:
    """The table's lines, and what a formula can read of it: name.column and its unit."""

    lines: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    words: tuple[str, tuple[str, ...]] | None = None


@st.composite
def corners(draw: st.DrawFn, given: Given, *, most: int = 5, places: int | None = None) -> list:
    """Distinct values of the lookup, in order, inside its bounds."""
    step = given.step if places is None else Decimal(1).scaleb(-places)
    least, greatest = int(Decimal(given.least) / step), int(Decimal(given.greatest) / step)
    near = st.integers(max(least, -200), min(greatest, 400))
    wide = st.integers(least, greatest)
    numbers = draw(st.lists(st.one_of(near, wide), min_size=1, max_size=most, unique=True))
    return [Decimal(n) * step for n in sorted(numbers)]


@st.composite
def bands(
    draw: st.DrawFn, scope: Scope, given: Given, places: int
) -> tuple[str, list[str], list[list[str]]]:
    """Edge, columns and the bounds of each row, so that every value has exactly one row."""
    cuts = draw(corners(given, places=places))
    scope.constants.update(cuts)
    step = Decimal(1).scaleb(-places)
    edge = draw(st.sampled_from(EDGES))
    if edge == "both_inclusive":
        lows = ["-∞", *(plain(c + step) for c in cuts)]
        return (
            edge,
            ["from", "to"],
            [list(r) for r in zip(lows, [*map(plain, cuts), "∞"], strict=True)],
        )
    if draw(st.booleans()):
        lows, highs = ["-∞", *map(plain, cuts)], [*map(plain, cuts), "∞"]
        return edge, ["from", "to"], [list(r) for r in zip(lows, highs, strict=True)]
    if edge == "from_inclusive":
        return edge, ["from"], [[x] for x in ["-∞", *map(plain, cuts)]]
    return edge, ["to"], [[x] for x in [*map(plain, cuts), "∞"]]


def text_of(name: str, keys: dict[str, str], rows: list[list[str]]) -> tuple[str, ...]:
    said = [f"    {key}: {text}" for key, text in keys.items()]
    listed = [f"      - [{', '.join(row)}]" for row in rows]
    return (f"  {name}:", *said, "    rows:", *listed)


@st.composite
def amounts(draw: st.DrawFn) -> str:
    return plain(Decimal(draw(st.integers(0, 40000))).scaleb(-draw(st.sampled_from([0, 0, 2]))))


@st.composite
def whole(draw: st.DrawFn, scope: Scope, name: str, given: Given) -> MadeTable:
    """Grades: words and salaries beside an amount of fixed and rate."""
    places, keys = draw(rounded_lookup(given))
    edge, columns, bounds = draw(bands(scope, given, places))
    grades = [f"{name}G{n}" for n in range(len(bounds))]
    rows = [
        [*b, g, draw(amounts()), draw(st.integers(0, 100).map(str))]
        for b, g in zip(bounds, grades, strict=True)
    ]
    columns = [*columns, "grade", "salary", "score"]
    reads = [(f"{name}.salary", MONEY), (f"{name}.score", POINTS)]
    if draw(st.booleans()):
        columns = [*columns, "fixed", "rate"]
        rows = [[*r, draw(amounts()), draw(st.sampled_from(RATES))] for r in rows]
        keys |= {"apply_to": "sales", "unit": "money"}
        reads.append((f"{name}.amount", MONEY))
    keys = {"lookup": given.name, "method": "whole", "edge": edge, **keys}
    keys |= {"columns": f"[{', '.join(columns)}]", "units": "{salary: money, score: points}"}
    shuffled = draw(st.permutations(rows))
    return MadeTable(text_of(name, keys, shuffled), tuple(reads), (f"{name}.grade", tuple(grades)))


@st.composite
def rounded_lookup(draw: st.DrawFn, given: Given) -> tuple[int, dict[str, str]]:
    """Decimals that the lookup has when the row is picked, and the key that says so."""
    if given.places == 0 or draw(st.booleans()):
        return given.places, {}
    places = draw(st.integers(0, given.places - 1))
    mode = draw(st.sampled_from(MODES))
    return places, {"lookup_round": f"{{places: {places}, mode: {mode}}}"}


@st.composite
def exact(draw: st.DrawFn, scope: Scope, name: str, given: Given) -> MadeTable:
    rows = [[str(level), draw(amounts())] for level in (1, 2, 3)]
    keys = {
        "lookup": "level",
        "method": "whole",
        "edge": "exact",
        "columns": "[is, salary]",
        "units": "{salary: money}",
    }
    return MadeTable(text_of(name, keys, rows), ((f"{name}.salary", MONEY),))


@st.composite
def slab(draw: st.DrawFn, scope: Scope, name: str, given: Given) -> MadeTable:
    edge, columns, bounds = draw(bands(scope, given, given.places))
    rows = [
        [
            *b,
            draw(amounts()),
            draw(st.sampled_from(RATES)),
            draw(st.sampled_from(["whole", "excess"])),
        ]
        for b in bounds
    ]
    base = given.name if given.unit == MONEY else "sales"
    keys = {"lookup": given.name, "method": "slab", "edge": edge, "apply_to": base, "unit": "money"}
    keys["columns"] = f"[{', '.join([*columns, 'fixed', 'rate', 'of'])}]"
    return MadeTable(text_of(name, keys, rows), ((f"{name}.amount", MONEY),))


@st.composite
def marginal(draw: st.DrawFn, scope: Scope, name: str, given: Given) -> MadeTable:
    edge, columns, bounds = draw(bands(scope, given, given.places))
    if edge == "both_inclusive":
        edge = "from_inclusive"
        bounds = [[b[0]] for b in bounds]
        columns = ["from"]
    rows = [[*b, draw(st.sampled_from(RATES))] for b in bounds]
    columns = [*columns, "rate"]
    if draw(st.booleans()):
        columns = [*columns, "fixed"]
        rows = [[*r, draw(amounts())] for r in rows]
    unit = given.unit if given.unit in (MONEY, POINTS, RATIO) else MONEY
    rows = rows if given.unit == unit else [[c.rstrip("%‰") for c in r] for r in rows]
    keys = {"lookup": given.name, "method": "marginal", "edge": edge, "apply_to": given.name}
    keys |= {"unit": unit, "columns": f"[{', '.join(columns)}]"}
    return MadeTable(text_of(name, keys, rows), ((f"{name}.amount", unit),))


@st.composite
def over_quota(draw: st.DrawFn, scope: Scope, name: str, given: Given) -> MadeTable:
    places, extra = draw(rounded_lookup(given))
    edge, columns, bounds = draw(bands(scope, given, places))
    rows = [[*b, draw(st.sampled_from(RATES))] for b in bounds]
    quota = draw(st.sampled_from(["goal", "3000", "fine"]))
    keys = {"lookup": given.name, "method": "over_quota", "edge": edge, "apply_to": "sales"}
    keys |= {"quota": quota, "unit": "money", **extra}
    keys["columns"] = f"[{', '.join([*columns, 'rate'])}]"
    return MadeTable(text_of(name, keys, rows), ((f"{name}.amount", MONEY),))


@st.composite
def interpolated(draw: st.DrawFn, scope: Scope, name: str, given: Given) -> MadeTable:
    points = draw(corners(given))
    scope.constants.update(points)
    unit = draw(st.sampled_from([MONEY, POINTS, RATIO]))
    outside = "clamp"
    if draw(st.booleans()):
        points = [p for p in points if p > 0] or [Decimal(given.greatest)]
        rows = [[plain(p), draw(st.integers(0, 500).map(str))] for p in points]
        columns = "[to, earn]"
    else:
        if len(points) < 2 or draw(st.booleans()):
            points = sorted({*points, Decimal(given.least), Decimal(given.greatest)})
            outside = draw(st.sampled_from(["clamp", "refuse"]))
        rows = [[plain(p), draw(st.integers(-500, 5000).map(str))] for p in points]
        columns = "[at, value]"
    keys = {"lookup": given.name, "method": "interpolated", "outside": outside, "unit": unit}
    keys["columns"] = columns
    return MadeTable(text_of(name, keys, rows), ((f"{name}.amount", unit),))


METHODS = (whole, exact, slab, marginal, over_quota, interpolated)
