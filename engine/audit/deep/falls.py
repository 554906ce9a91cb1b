"""From curves to findings: cliffs, stretches that fall, and stretches on which nothing moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.audit.deep.curves import Curve, Point
from engine.audit.deep.model import Fall, Flat

# More single steps down than these, without a rise between them, are one long way down.
MOST_STEPS_DOWN = 5


def falls_of(role: str, curve: Curve) -> tuple[Fall, ...]:
    """Every place where the better figure is paid less, from the worst figure to the best."""
    found: list[Fall] = []
    for run in _runs(curve):
        long_ones = [pair for pair in run if pair[2]]
        if long_ones or len(run) > MOST_STEPS_DOWN:
            found.append(_fall("falls", role, curve, run[0][0], run[-1][1]))
        else:
            found.extend(_fall("cliff", role, curve, one, other) for one, other, _ in run)
    return tuple(found)


Drop = tuple[Point, Point, bool]


def _runs(curve: Curve) -> Iterator[list[Drop]]:
    """Drops that no rise parts; the last word says whether it is a way, not a step."""
    run: list[Drop] = []
    for one, other, is_way in _pairs(curve):
        before, after = one.payslip.total, other.payslip.total
        if after < before:
            run.append((one, other, is_way))
        elif after > before and run:
            yield run
            run = []
    if run:
        yield run


def _pairs(curve: Curve) -> Iterator[Drop]:
    last: Point | None = None
    for stretch in curve.stretches:
        if last is not None and last.at != stretch.start.at:
            yield last, stretch.start, False
        if stretch.start.at != stretch.end.at:
            yield stretch.start, stretch.end, True
        last = stretch.end


def _fall(kind: str, role: str, curve: Curve, one: Point, other: Point) -> Fall:
    return Fall(
        kind=kind,  # type: ignore[arg-type]  # one of the two words above
        role=role,
        measure=curve.variable[1],
        at=one.at,
        beyond=other.at,
        high=one.payslip,
        low=other.payslip,
        base=curve.base,
        is_exact=curve.is_exact,
    )


def gathered(falls: Sequence[Fall]) -> tuple[Fall, ...]:
    """The same place once, with its greatest drop; places that wander with the other figures once.

    A place that more than one base shows is the policy's own. One that only a single base shows
    comes from a score or a sum, and stands at another figure for another base.
    """
    places: dict[tuple[str, Decimal, Decimal], list[Fall]] = {}
    for fall in falls:
        places.setdefault((fall.measure, fall.at, fall.beyond), []).append(fall)
    kept: list[Fall] = []
    wandering: dict[tuple[str, tuple[str, ...]], list[Fall]] = {}
    for same in places.values():
        worst = max(same, key=lambda f: f.drop)
        if len(same) > 1:
            kept.append(worst)
        else:
            wandering.setdefault((worst.measure, worst.falling), []).append(worst)
    told = {(fall.measure, fall.falling) for fall in kept}
    for cause, some in wandering.items():
        if cause not in told:
            worst = max(some, key=lambda f: f.drop)
            kept.append(replace(worst, more=len(some) - 1))
    return tuple(sorted(kept, key=lambda f: (f.measure, f.at, f.beyond)))


def flats_of(role: str, curves: Sequence[Curve], step: Decimal) -> tuple[Flat, ...]:
    """Stretches that are flat for every base; between cents a single step is none.

    Where the policy refuses to pay whatever the figure, there is nothing that could be flat.
    """
    shared: list[tuple[Decimal, Decimal]] | None = None
    for curve in (one for one in curves if one.stretches):
        own = _flat_ranges(curve)
        shared = own if shared is None else _shared(shared, own)
    return tuple(
        Flat(role=role, measure=curves[0].variable[1], start=a, end=b)
        for a, b in shared or ()
        if b - a > step or step == 1
    )


def _flat_ranges(curve: Curve) -> list[tuple[Decimal, Decimal]]:
    """As (low, high), joined where the next stretch begins with the same on every line."""
    found: list[tuple[Decimal, Decimal]] = []
    last: Point | None = None
    for stretch in curve.stretches:
        joins = last is not None and last.payslip.amounts == stretch.start.payslip.amounts
        if last is not None and joins:
            _lengthen(found, last.at, stretch.start.at)
        if stretch.is_flat:
            _lengthen(found, stretch.start.at, stretch.end.at)
        last = stretch.end
    return sorted((min(a, b), max(a, b)) for a, b in found)


def _lengthen(found: list[tuple[Decimal, Decimal]], start: Decimal, end: Decimal) -> None:
    """From `start` on to `end`; it goes on with the one before if that ended here."""
    if found and found[-1][1] == start:
        found[-1] = (found[-1][0], end)
    else:
        found.append((start, end))


def _shared(
    one: list[tuple[Decimal, Decimal]], other: list[tuple[Decimal, Decimal]]
) -> list[tuple[Decimal, Decimal]]:
    met = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [(low, high) for low, high in met if low < high]
