"""The next version of a policy: what is in its way, and a shop where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.app.new_version import VersionRequest, new_version
from engine.app.posting import PostRequest, post
from engine.app.running import run_month
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
            wanted = VersionRequest(shop=SHOP, start=month.start)
            found = new_version(opened.workspace, wanted, "zh").diagnostics
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


POOL = """\
pools:
  团队奖: {amount: 1000, among: [客服], by: heads, places: 2, remainder: largest_fraction}
"""


def taking_over(rule: str, *changes: tuple[str, str]) -> Callable[[Example], Found]:
    """May, in which a changed version takes over on the 16th."""

    def scenario(example: Example) -> Found:
        with shop(BASE.replace(_MONTHS, "effective: {from: 2024-01, to: 2024-05-16}")) as opened:
            text = BASE.replace("version: 1", "version: 2")
            text = text.replace(_MONTHS, "effective: {from: 2024-05-16}")
            for old, new in changes:
                assert old in text
                text = text.replace(old, new)
            text += f"mid_month: {{version: {rule}}}\n"
            (opened.policy.parent / "v2.yaml").write_text(text, "utf-8")
            opened.save(batch_of(FIGURES))
            return run_month(opened.workspace, opened.request(), "zh", quiet).diagnostics

    return scenario


_POOLED = (("提成: {amount: 销售额 × 1%}", "提成: {amount: 团队奖}"), ("pay:\n", f"{POOL}pay:\n"))
_FORMULA = (
    ("pay: [工资, 提成]", "pay: [工资, 奖金]"),
    ("提成: {amount: 销售额 × 1%}", "奖金: {amount: 提成}"),
    ("pay:\n", "formulas: {提成: 销售额 × 1%}\npay:\n"),
)  # fmt: skip


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
    "cli: tianping run, where a version with a pool takes over by days": (
        taking_over("by_days", *_POOLED)
    ),
    "cli: tianping run, where a version with a pool takes over by the last state": (
        taking_over("last_state", *_POOLED)
    ),
    "cli: tianping run, where a line becomes a formula within the month by days": (
        taking_over("by_days", *_FORMULA)
    ),
    "cli: tianping run, where a line becomes a formula within the month by the last state": (
        taking_over("last_state", *_FORMULA)
    ),
    "cli: a new version whose file is there meanwhile": made_meanwhile,
}
