"""Which variants are run again by themselves, and where that comes to something else."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from engine.app.checks.w975_variant_differs import VARIANT_DIFFERS
from engine.app.month import PaidMonth
from engine.app.variants import Ground, Outlook, by_itself, tally_of
from engine.app.varying import Variant
from engine.backends.variants import VariantRows, amounts, opened
from engine.bind.dataset import Amount
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month

# beside the ends and whatever is reported as best
SAMPLE = 3
_FIGURES = ("attribute", "measure", "past")

Rows = Mapping[tuple[str, str], Mapping[str, Amount | bool]]


def sampled(outlook: Outlook, reported: Sequence[int], seed: str) -> tuple[int, ...]:
    """The ends, what is reported as best, and a few more that the seed decides."""
    numbers = [variant.index for variant in outlook.paying]
    if not numbers:
        return ()
    chosen = random.Random(seed).sample(numbers, min(SAMPLE, len(numbers)))
    return tuple(sorted({numbers[0], numbers[-1], *reported, *chosen}))


def differing(outlook: Outlook, numbers: Sequence[int]) -> Iterator[Diagnostic]:
    """Ordinary runs of these variants against what all together came to; nothing is too small."""
    for rows in outlook.groups:
        own = [n for n in numbers if n in rows.numbers and n not in outlook.alone]
        together = _together(outlook.ground, rows, own) if own else {}
        for number in own:
            yield from _differing(outlook, number, together.get(number, {}))


def _together(
    ground: Ground, rows: VariantRows, numbers: Sequence[int]
) -> dict[int, dict[tuple[str, str], Mapping[str, Amount | bool]]]:
    """Every value of every agent in these variants, by month and agent."""
    found: dict[int, dict[tuple[str, str], Mapping[str, Amount | bool]]] = {}
    with opened(rows) as connection:
        for number, month, agent, row in amounts(connection, rows, compared(ground), numbers):
            found.setdefault(number, {})[month, agent] = row
    return found


def compared(ground: Ground) -> list[str]:
    return [item.key for item in ground.bound.items if item.kind not in _FIGURES]


def _differing(outlook: Outlook, number: int, together: Rows) -> Iterator[Diagnostic]:
    ground, variant = outlook.ground, outlook.asked.variants[number - 1]
    outcome = by_itself(ground, outlook.asked, variant)
    if outcome.value is None:
        yield from outcome.diagnostics
        return
    if tally_of(outcome.value, ground.totals) != outlook.tallies[number]:
        yield _difference(ground, variant, "*", "*")
    for month, paid in outcome.value.items():
        yield from differing_values(ground, variant, (month, paid), together)


def differing_values(
    ground: Ground, variant: Variant, run: tuple[Month, PaidMonth], together: Rows
) -> Iterator[Diagnostic]:
    """Every value of a month's ordinary run that all variants together do not have."""
    month, paid = run
    for agent, row in paid.run.rows.items():
        other = together.get((str(month), agent), {})
        for key in compared(ground):
            if key not in other or row[key] != other[key]:
                yield _difference(ground, variant, agent, key)


def _difference(ground: Ground, variant: Variant, agent: str, item: str) -> Diagnostic:
    found = ground.bound.by_key.get(item)
    span = found.span if found else ground.bound.policy.span
    return VARIANT_DIFFERS.at(span, variant=variant.shown, agent=agent, item=item)
