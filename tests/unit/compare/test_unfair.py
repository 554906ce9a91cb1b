"""Who did better in everything and is paid less."""

from __future__ import annotations

from decimal import Decimal

from engine.bind.dataset import Amount
from engine.compare.model import Payslip
from engine.compare.unfair import Unfair, unfair
from tests.unit.compare.sides import LEVEL, ORDERS, SERVICE, WAIT, paid, slip

READINGS = (SERVICE, WAIT, ORDERS, LEVEL)


def agent(name: str, total: str, *figures: Amount, bonus: str = "0") -> Payslip:
    keys = [reading.key for reading in READINGS]
    held = dict(zip(keys, figures, strict=True))
    return slip(name, {"提成": total, "奖": bonus}, figures=held)


def found(*payslips: Payslip) -> list[Unfair]:
    return list(unfair(paid(1, *payslips, readings=READINGS)))


def test_better_in_all_and_paid_less_is_told_with_the_line() -> None:
    better = agent("甲", "90", Decimal(96), Decimal(40), Decimal(7), "P1", bonus="3")
    worse = agent("乙", "100", Decimal(95), Decimal(40), Decimal(9), "P2", bonus="2")
    (one,) = found(better, worse)
    assert ("甲", "乙", Decimal(9)) == (one.better.agent, one.worse.agent, one.gap)
    assert [("提成", Decimal(90), Decimal(100))] == list(one.lines)
    assert ["服务", "响应"] == [b.reading.name for b in one.measures]
    assert ["单数", "职级"] == [b.reading.name for b in one.beside]


def test_less_of_what_should_be_low_is_better() -> None:
    quick = agent("甲", "90", Decimal(90), Decimal(30), None, None)
    slow = agent("乙", "100", Decimal(90), Decimal(31), None, None)
    assert 1 == len(found(quick, slow))
    assert not found(agent("甲", "100", Decimal(90), Decimal(30), None, None),
                     agent("乙", "90", Decimal(90), Decimal(31), None, None))  # fmt: skip


def test_equal_figures_or_a_missing_one_are_no_better() -> None:
    same = (Decimal(90), Decimal(30), None, None)
    assert not found(agent("甲", "1", *same), agent("乙", "2", *same))
    lacking = (None, Decimal(29), None, None)
    assert not found(agent("甲", "1", *lacking), agent("乙", "2", *same))
