"""The next version of a policy: what is in its way, and a shop where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.app.month import MonthRequest
from engine.app.new_version import new_version
from engine.app.posting import PostRequest, post
from engine.app.writing import make_file
from engine.core.period import Month
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import FIGURES, SHOP, Opened, batch_of, quiet, refused, shop

JULY = Month(2024, 7)
_MONTHS = "effective: {from: 2024-01}"
assert _MONTHS in BASE


def begun(month: Month, policy: str = BASE) -> Callable[[Example], Found]:
    """What `new-version` finds in a shop that has paid May, and with which it changes nothing."""

    def scenario(example: Example) -> Found:
        with shop(policy) as opened:
            opened.save(batch_of(FIGURES))
            request = PostRequest(month=opened.request(), by="会计")
            assert not post(opened.workspace, request, "zh", quiet).diagnostics
            before = texts(opened)
            request_ = MonthRequest(shop=SHOP, month=month)
            found = new_version(opened.workspace, request_, "zh").diagnostics
            assert not found or before == texts(opened)
            return found

    return scenario


def texts(opened: Opened) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in opened.policy.parent.iterdir()}


def made_meanwhile(example: Example) -> Found:
    found = []
    with shop(BASE) as opened:
        before = texts(opened)
        with refused(found):
            make_file(opened.policy, b"other", like=opened.policy)
        assert before == texts(opened)
    return tuple(found)


VERSION_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "cli: tianping new-version --month 2024-07": begun(JULY),
    "cli: tianping new-version --month 2024-01 of a version from 2024-01": begun(Month(2024, 1)),
    "cli: tianping new-version --month 2024-05 after May was posted": begun(Month(2024, 5)),
    "cli: tianping new-version --month 2024-08 of a version until 2024-07": begun(
        Month(2024, 8), BASE.replace(_MONTHS, "effective: {from: 2024-01, to: 2024-07}")
    ),
    "cli: tianping new-version of a version with a complex key": begun(
        JULY, BASE.replace(_MONTHS, "effective:\n  ? from\n  : 2024-01")
    ),
    "cli: a new version whose file is there meanwhile": made_meanwhile,
}
