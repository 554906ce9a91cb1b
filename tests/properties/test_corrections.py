"""However often a month is corrected, the original and all differences are a fresh run."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.app.adjusting import AdjustRequest, adjust
from engine.app.comparing import amounts_of
from engine.app.correcting import RerunRequest, rerun
from engine.app.month import pay, stored_month
from engine.app.policies import compiled
from engine.app.posting import PostRequest, post
from engine.app.standing import opened_book
from engine.app.verifying import VerifyRequest, verify
from engine.bind.names import TOTAL
from engine.ledger.book import Place, taken_of
from engine.ledger.store import open_store
from tests.checks.examples import BASE
from tests.checks.shop import MAY, SHOP, Opened, batch_of, quiet, shop

JUNE = MAY.plus(1)
PLACE = Place(shop=SHOP, policy="pay", month=MAY)
POINTS = st.integers(0, 100).map(str)
SALES = st.integers(0, 10**7).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
FIGURES = st.fixed_dictionaries({"服务得分": POINTS, "销售额": SALES})
# who is on the roster and what they did, as one import
PEOPLE = st.dictionaries(st.sampled_from(["小美", "阿文", "小溪"]), FIGURES, min_size=1)


def fresh(opened: Opened) -> dict[str, dict[str, Decimal]]:
    bound = compiled(opened.policy, opened.workspace).value
    assert bound is not None
    paid = pay(bound, stored_month(opened.workspace, SHOP, MAY, bound), MAY, quiet).value
    assert paid is not None
    return {
        agent: {line: amount for line, amount in lines.items() if line != TOTAL}
        for agent, lines in amounts_of(paid).items()
    }


def paid_so_far(opened: Opened) -> tuple[dict[str, dict[str, Decimal]], Decimal]:
    """Line by line, and how much of it a settled dispute stands for."""
    with open_store(opened.workspace.root, writes=False) as store:
        book = opened_book(store)
        paid = book.paid_so_far(PLACE, fresh(opened))
        return paid, total(paid) - total(book.computed_so_far(PLACE))


def without_zeros(amounts: dict[str, dict[str, Decimal]]) -> dict[str, dict[str, Decimal]]:
    """Who was paid and is no longer on the roster has got nothing, which is not a line."""
    kept = {a: {line: v for line, v in lines.items() if v} for a, lines in amounts.items()}
    return {agent: lines for agent, lines in kept.items() if lines}


@settings(max_examples=8)
@given(st.lists(PEOPLE, min_size=2, max_size=3), st.integers(-5000, 5000))
def test_the_original_and_all_differences_are_a_fresh_run(
    imports: list[dict[str, dict[str, str]]], settled: int
) -> None:
    with shop(BASE) as opened:
        opened.save(batch_of(imports[0]))
        request = PostRequest(month=opened.request(), by="会计")
        assert not post(opened.workspace, request, "zh", quiet).diagnostics
        first = fresh(opened)
        if settled:
            settle(opened, next(iter(imports[0])), Decimal(settled).scaleb(-2))
        for figures in imports[1:]:
            opened.replace(batch_of(figures))
            correction = RerunRequest(month=opened.request(), by="会计", reason="x")
            assert not rerun(opened.workspace, correction, "zh", quiet).diagnostics
            assert without_zeros(fresh(opened)) == without_zeros(paid_so_far(opened)[0])
            again = rerun(opened.workspace, correction, "zh", quiet)
            assert not again.report.tables[0].rows
        with open_store(opened.workspace.root, writes=False) as store:
            due = taken_of(
                opened_book(store).payable_in(Place(shop=SHOP, policy="pay", month=JUNE))
            )
        # what is paid in June is what May should have been, less what it was
        wanted = total(fresh(opened)) - total(first)
        # and what was settled beyond that
        beyond = Decimal(settled).scaleb(-2) - paid_so_far(opened)[1]
        assert wanted + beyond == sum((one.amount for one in due), Decimal(0))
        assert not verify(opened.workspace, VerifyRequest(), "zh", quiet).diagnostics


def total(amounts: dict[str, dict[str, Decimal]]) -> Decimal:
    return sum((amount for lines in amounts.values() for amount in lines.values()), Decimal(0))


def settle(opened: Opened, agent: str, amount: Decimal) -> None:
    request = AdjustRequest(
        month=opened.request(JUNE), agent=agent, kind="dispute", amount=amount, by="店长",
        reason="x", evidence="工单 1", concerns=MAY, line="提成",
    )  # fmt: skip
    assert not adjust(opened.workspace, request, "zh").diagnostics
