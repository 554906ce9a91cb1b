"""Orders and rules about flags, as the examples of their codes name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from typing import Any

from engine.app.flag_checking import FlagCheckRequest, check_flags
from engine.app.flag_suggesting import SuggestRequest, suggest
from engine.app.month import MonthRequest
from engine.app.workspace import Workspace
from engine.audit.flagging import refuse_difference
from engine.backends.flags import Chosen
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.replay.flags import Choice
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import quiet, refused, shop
from tests.flagging import database, flags_of, order

MARCH = Month(2024, 3)
SECTION = """  source: taobao
  handled_by: [memo]
  names: {小美: [美美]}
  hit: first
  rules:
    大改价: {when: {优惠金额: ">20"}, flag: 黄, memo: "{客服} 批:{批准人}"}
    改价: {when: {优惠金额: "(0..20]"}, flag: 黄, memo: "{客服}"}
  otherwise: none
"""
CHEAPER, MUCH_CHEAPER = Decimal(-5), Decimal(-25)
Relations = Callable[[Workspace], AbstractContextManager[Any]]


def relations(*orders: Mapping[str, Any], **others: list[dict[str, Any]]) -> Relations:
    """The orders in place of those of a workspace."""

    @contextmanager
    def opened(_: Workspace) -> Iterator[Any]:
        with database(orders, **others) as connection:
            yield connection

    return opened


def suggested(
    *orders: Mapping[str, Any], upload: str = "", section: str = SECTION
) -> Callable[[Example], Found]:
    def scenario(example: Example) -> Found:
        found: list[Any] = []
        with shop(with_flags(section)) as opened, refused(found):
            path = opened.workspace.root / upload if upload else None
            month = MonthRequest(shop="demo", month=MARCH)
            request = SuggestRequest(month=month, upload=path)
            return suggest(opened.workspace, request, "zh", quiet, relations(*orders)).diagnostics
        return tuple(found)

    return scenario


def checked(*orders: Mapping[str, Any]) -> Callable[[Example], Found]:
    def scenario(example: Example) -> Found:
        with shop(with_flags(SECTION)) as opened:
            month = MonthRequest(shop="demo", month=MARCH)
            request = FlagCheckRequest(month=month)
            found = check_flags(opened.workspace, request, "zh", quiet, relations(*orders))
            return found.diagnostics

    return scenario


def with_flags(section: str) -> str:
    return f"{BASE}flags:\n{section}" if section else BASE


def differing(example: Example) -> Found:
    flags = flags_of(SECTION)
    try:
        refuse_difference(flags, Chosen(order("1"), 0, True), Choice(1))
    except EngineError as error:
        return error.diagnostics
    return ()


def misplaced(example: Example) -> Found:
    from engine.cli.arguments import build_parser
    from engine.cli.verbs import perform

    typed = ["flags", "check", "--shop", "demo", "--month", "2024-03", "--upload", "x.csv"]
    found: list[Any] = []
    with refused(found):
        perform(build_parser("zh").parse_args(typed), "zh", quiet)
    return tuple(found)


RIGHT = order("1", price_changed=CHEAPER, flag="2", memo="小美")
FLAG_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "flags: an order with the code 2": suggested(RIGHT),
    "flags: an order with the code 9 of another tool": suggested(
        order("1", price_changed=Decimal(0), flag="9")
    ),
    "flags: an order of which nobody knows whether the price was changed": suggested(order("1")),
    "flags: an order without a name": suggested(
        order("1", price_changed=CHEAPER), section=SECTION.replace(', memo: "{客服}"', "")
    ),
    "flags: an order with a memo of 100,000 bytes": suggested(
        order("1", price_changed=CHEAPER, memo="小美" + "?" * 100_000, flag="1")
    ),
    "flags: an order without its flag": checked(order("1", price_changed=CHEAPER, memo="小美")),
    "flags: an order whose discount needs an approval": suggested(
        order("1", price_changed=MUCH_CHEAPER, memo="小美")
    ),
    "flags: evaluators that differ": differing,
    "flags: a policy without rules about flags": suggested(RIGHT, section=""),
    "flags: no orders": suggested(),
    "flags: an upload as text": suggested(RIGHT, upload="up.txt"),
    "flags: check with a file to upload": misplaced,
}
