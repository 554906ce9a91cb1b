"""Shares as whole cents that add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.core.errors import EngineBug


def in_cents(parts: Sequence[Fraction], whole: int) -> tuple[int, ...]:
    """By largest remainder: cut down, then one more to those who lost most by the cut.

    Among equals the earlier one comes first. A part that is whole already stays as it is, so that
    nothing never becomes a cent.
    """
    if sum(parts, Fraction(0)) != whole:
        raise EngineBug(f"parts {parts} are not {whole}")
    cut = [part.numerator // part.denominator for part in parts]
    lost = [part - low for part, low in zip(parts, cut, strict=True)]
    most_lost = sorted(range(len(parts)), key=lambda n: (-lost[n], n))
    for index in most_lost[: whole - sum(cut)]:
        cut[index] += 1
    return tuple(cut)
