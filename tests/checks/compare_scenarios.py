"""Sides that cannot be compared, in a shop with the figures of one month."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.app.comparing_sides import CompareRequest, compare
from engine.app.sides import SideWords
from engine.app.spans import months_of
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import FIGURES, MAY, SHOP, batch_of, quiet, refused, shop


def compared(*sides: SideWords) -> Callable[[Example], Found]:
    """The findings of `compare`."""

    def scenario(example: Example) -> Found:
        found = []
        with shop(BASE) as opened:
            opened.save(batch_of(FIGURES))
            request = CompareRequest(shop=SHOP, months=(MAY,), sides=sides)
            with refused(found):
                found.extend(compare(opened.workspace, request, "zh", quiet).diagnostics)
        return tuple(found)

    return scenario


def reversed_months(example: Example) -> Found:
    found = []
    with refused(found):
        months_of("2024-06..2024-01")
    return tuple(found)


V1 = SideWords(words="v1")


def changed(path: str, words: str = "v1") -> SideWords:
    return SideWords(words=words, settings=((path, "1"),))


COMPARE_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "cli: tianping compare v1": compared(V1),
    "cli: tianping compare v1 v1": compared(V1, V1),
    "cli: tianping compare v1 v1 --set pay.提层.amount=1": compared(V1, changed("pay.提层.amount")),
    "cli: tianping compare v1 v1 --set pay.提成.amount=1": compared(V1, changed("pay.提成.amount")),
    "cli: tianping compare v1 v1 --set pay.提成=1": compared(V1, changed("pay.提成")),
    "cli: tianping compare v1 posted --set pay.提成.amount=1": compared(
        V1, changed("pay.提成.amount", "posted")
    ),
    "cli: tianping compare v1 posted of a month that was not posted": compared(
        V1, SideWords(words="posted")
    ),
    "cli: tianping compare --months 2024-06..2024-01": reversed_months,
}
