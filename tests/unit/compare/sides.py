"""Comparisons written down by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from engine.bind.dataset import Amount
from engine.compare.model import Comparison, Payslip, Reading, Side, SideMonth
from engine.core.period import Month

MAY, JUNE = Month(2024, 5), Month(2024, 6)
SERVICE = Reading(key="服务", name="服务", is_measure=True, better="higher")
WAIT = Reading(key="响应", name="响应", is_measure=True, better="lower")
ORDERS = Reading(key="单数", name="单数", is_measure=True)
LEVEL = Reading(key="职级", name="职级", is_measure=False)


def slip(
    agent: str, lines: Mapping[str, str], *, role: str = "客服", grade: str = "",
    figures: Mapping[str, Amount] | None = None,
) -> Payslip:  # fmt: skip
    own = {line: Decimal(text) for line, text in lines.items()}
    return Payslip(
        agent=agent, name=agent, role=role, grade=grade, lines=own,
        total=sum(own.values(), Decimal(0)), figures=figures or {},
    )  # fmt: skip


def paid(
    side: int, *payslips: Payslip, month: Month = MAY, readings: tuple[Reading, ...] = ()
) -> SideMonth:
    roles = dict.fromkeys(one.role for one in payslips)
    return SideMonth(
        side=side, month=month, policy=f"v{side}", payslips=payslips,
        readings=dict.fromkeys(roles, readings), grades=dict.fromkeys(roles, ("好", "差")),
    )  # fmt: skip


def compared(*computed: SideMonth) -> Comparison:
    numbers = sorted({one.side for one in computed})
    return Comparison(
        shop="店",
        sides=tuple(Side(number=n, words=f"v{n}") for n in numbers),
        months=tuple(sorted({one.month for one in computed})),
        computed=computed,
    )
