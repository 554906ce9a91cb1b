"""The demo's shop that starts from raw chats and orders: from a figure down to its rows."""

from __future__ import annotations

from collections.abc import Iterator

from engine.app.comparing_sides import CompareRequest, compare
from engine.app.demo_scene import Scene
from engine.app.explaining_rows import RowsRequest, explain_rows
from engine.app.month import MonthRequest
from engine.app.sides import SideWords
from engine.app.workspace import Workspace, month_of
from engine.core.text import Language

SHOP, MONTH = "songhe", "2024-05"
AGENT, MEASURE = "小竹", "催付成功数"
# placed through one agent and paid through another, so that the credit rule decides
ORDER = "2300111606358176381"


def row_scenes(workspace: Workspace, language: Language) -> Iterator[Scene]:
    month = MonthRequest(shop=SHOP, month=month_of(MONTH))
    measure = RowsRequest(month=month, agent=AGENT, measure=MEASURE)
    yield Scene(
        title="demo.rows",
        command=(
            f"tianping explain --shop {SHOP} --month {MONTH} --agent {AGENT} --measure {MEASURE}"
        ),
        play=lambda show: explain_rows(workspace, measure, language, show),
    )
    order = RowsRequest(month=month, order=ORDER)
    yield Scene(
        title="demo.order",
        command=f"tianping explain --shop {SHOP} --month {MONTH} --order {ORDER}",
        play=lambda show: explain_rows(workspace, order, language, show),
    )
    yield _three_rules(workspace, month, language)


def _three_rules(workspace: Workspace, month: MonthRequest, language: Language) -> Scene:
    """The same month with the sale credited by payment, by order, and by order first."""
    rules = ("order", "first")
    sides = (
        SideWords(words="v1"),
        *(SideWords(words="v1", settings=(("service.sales_rule", rule),)) for rule in rules),
    )
    typed = " ".join(f"v1 --set service.sales_rule={rule}" for rule in rules)
    request = CompareRequest(shop=SHOP, months=(month.month,), sides=sides)
    return Scene(
        title="demo.three_rules",
        command=f"tianping compare v1 {typed} --shop {SHOP} --month {MONTH}",
        play=lambda show: compare(workspace, request, language, show),
    )
