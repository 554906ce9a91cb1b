"""What `sweep` and `seek` refuse, in a shop with one paid month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.app.sampling import compared, differing_values
from engine.app.seeking import SeekRequest, seek
from engine.app.sweeping import SweepRequest, outlook_of, sweep
from engine.app.variants import by_itself
from engine.backends.variants import amounts, opened
from engine.bind.names import TOTAL
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import FIGURES, MAY, SHOP, batch_of, quiet, refused, shop

TWO_CARDS = BASE.replace(
    "服务: {weight: 100, measure: 服务得分, points: as_is}",
    "服务: {weight: 60, measure: 服务得分, points: as_is}\n"
    "      态度: {weight: 40, measure: 服务得分, points: as_is}",
)
EDGE = "tables.评级.rows[60].from"
PAY = "评级.rows[60].岗位工资"


def request_of(*varied: str, balance: str | None = None) -> SweepRequest:
    return SweepRequest(
        side="v1", shop=SHOP, policy=None, months=(MAY,), varied=varied, balance=balance
    )


def swept(
    *varied: str, balance: str | None = None, policy: str = BASE
) -> Callable[[Example], Found]:
    """What stops a sweep, or what it finds wrong with single variants."""

    def scenario(example: Example) -> Found:
        found = []
        with shop(policy) as opened_shop:
            opened_shop.save(batch_of(FIGURES))
            with refused(found):
                request = request_of(*varied, balance=balance)
                assert not sweep(opened_shop.workspace, request, "zh", quiet).diagnostics
                outlook = outlook_of(opened_shop.workspace, request, quiet).value
                assert outlook is not None
                found.extend(d for reasons in outlook.refused.values() for d in reasons)
        return tuple(found)

    return scenario


def sought(*varied: str, cost: str | None = None, share: str | None = None) -> Callable[..., Found]:
    def scenario(example: Example) -> Found:
        found = []
        with shop(BASE) as opened_shop:
            opened_shop.save(batch_of(FIGURES))
            budget = None if cost is None else Decimal(cost)
            request = SeekRequest(sweep=request_of(*varied), cost=budget, share=share)
            with refused(found):
                found.extend(seek(opened_shop.workspace, request, "zh", quiet).diagnostics)
        return tuple(found)

    return scenario


def with_one_amount_changed(example: Example) -> Found:
    """The rows of all variants together, one of which is a cent too high."""
    with shop(BASE) as opened_shop:
        opened_shop.save(batch_of(FIGURES))
        request = request_of(f"{PAY}=1500..1700:100")
        outlook = outlook_of(opened_shop.workspace, request, quiet).value
        assert outlook is not None
        ground, variant, rows = outlook.ground, outlook.asked.variants[0], outlook.groups[0]
        with opened(rows) as connection:
            taken = list(amounts(connection, rows, compared(ground), [variant.index]))
        together = {
            (month, agent): {**row, TOTAL: (ground.totals[agent] + Decimal("0.01"))}
            for _, month, agent, row in taken
        }
        run = by_itself(ground, outlook.asked, variant).value
        assert run is not None
        return tuple(differing_values(ground, variant, (MAY, run[MAY]), together))


VARIANT_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "cli: tianping sweep v1 --vary 评级.rows[60].fro=50..70:5": swept("评级.rows[60].fro=50..70:5"),
    "cli: tianping sweep v1 --vary 评级.岗位工资=1000..2000:500": swept(
        "评级.岗位工资=1000..2000:500"
    ),
    "cli: tianping sweep v1 --vary pay.提成.amount=1..2:1": swept("pay.提成.amount=1..2:1"),
    "cli: tianping sweep v1 --vary 评级.rows[60].from=70..50:5": swept(f"{EDGE}=70..50:5"),
    "cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:0.0001": swept(
        f"{EDGE}=50..70:0.0001"
    ),
    "cli: tianping sweep v1 --vary 评级.rows[60].from=50..70:5": swept(f"{EDGE}=50..70:5"),
    "cli: tianping sweep v1 --vary 评级.rows[60].from=50,-5": swept(f"{EDGE}=50,-5"),
    "cli: tianping sweep with one amount of a variant changed": with_one_amount_changed,
    "cli: tianping sweep v1 --vary 考核.服务.weight=50..70:10 --balance 评级.rows[60].from": swept(
        "考核.服务.weight=50..70:10", balance=EDGE, policy=TWO_CARDS
    ),
    "cli: tianping sweep v1 --vary 考核.服务.weight=50..70:10 --balance 考核.态度.weight": swept(
        "考核.服务.weight=50..70:10", balance="考核.态度.weight", policy=TWO_CARDS
    ),
    "cli: tianping seek v1 --vary 评级.rows[60].from=50..70:5 --cost 1": sought(
        f"{EDGE}=50..70:5", cost="1"
    ),
    "cli: tianping seek v1 --vary 评级.rows[60].from=50..70:5 --cost 2000": sought(
        f"{EDGE}=50..70:5", cost="2000"
    ),
    "cli: tianping seek v1 --share 评级.等级=合:20%": sought(
        f"{EDGE}=50..70:5", share="评级.等级=合:20%"
    ),
    "cli: tianping seek v1 --share 评级.等级=合格:100%": sought(
        f"{EDGE}=50..70:5", share="评级.等级=合格:100%"
    ),
}  # fmt: skip
