"""The functions that formulas may call: names in both languages, how many arguments, meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from engine.core.record import record

Kind = Literal[
    "extreme",
    "round",
    "whole",
    "absolute",
    "choice",
    "clamp",
    "share",
    "divide",
    "people",
    "rank",
    "past",
]


@record(kw_only=True)
class Function:
    """One function. `most` None = any number of arguments."""

    name: str
    chinese: str
    kind: Kind
    least: int
    most: int | None
    usage: str


FUNCTIONS: tuple[Function, ...] = (
    Function(name="min", chinese="最小", kind="extreme", least=2, most=None, usage="min(a, b, …)"),
    Function(name="max", chinese="最大", kind="extreme", least=2, most=None, usage="max(a, b, …)"),
    Function(
        name="round",
        chinese="舍入",
        kind="round",
        least=3,
        most=3,
        usage="round(x, places, half_up)",
    ),
    Function(name="floor", chinese="向下取整", kind="whole", least=1, most=1, usage="floor(x)"),
    Function(name="ceil", chinese="向上取整", kind="whole", least=1, most=1, usage="ceil(x)"),
    Function(name="abs", chinese="绝对值", kind="absolute", least=1, most=1, usage="abs(x)"),
    Function(
        name="if", chinese="如果", kind="choice", least=3, most=3, usage="if(condition, then, else)"
    ),
    Function(
        name="clamp", chinese="限制", kind="clamp", least=3, most=3, usage="clamp(x, least, most)"
    ),
    Function(name="share", chinese="得分率", kind="share", least=1, most=1, usage="share(points)"),
    Function(
        name="divide",
        chinese="相除",
        kind="divide",
        least=3,
        most=3,
        usage="divide(a, b, value_if_b_is_zero)",
    ),
    Function(
        name="average",
        chinese="平均",
        kind="people",
        least=1,
        most=2,
        usage="average(name[, role])",
    ),
    Function(
        name="total", chinese="合计", kind="people", least=1, most=2, usage="total(name[, role])"
    ),
    Function(
        name="headcount", chinese="人数", kind="people", least=0, most=1, usage="headcount([role])"
    ),
    Function(
        name="rank",
        chinese="名次",
        kind="rank",
        least=2,
        most=3,
        usage="rank(name, shared[, role])",
    ),
    Function(
        name="rank_from_low",
        chinese="倒数名次",
        kind="rank",
        least=2,
        most=3,
        usage="rank_from_low(name, shared[, role])",
    ),
    Function(
        name="previous",
        chinese="上月",
        kind="past",
        least=2,
        most=3,
        usage="previous(name, otherwise[, months back])",
    ),
    Function(
        name="earlier",
        chinese="此前累计",
        kind="past",
        least=2,
        most=2,
        usage="earlier(name, quarter | half_year | year | always | months)",
    ),
    Function(
        name="to_date",
        chinese="累计至今",
        kind="past",
        least=2,
        most=2,
        usage="to_date(name, quarter | half_year | year | always | months)",
    ),
)

BY_NAME: Mapping[str, Function] = {
    name: function for function in FUNCTIONS for name in (function.name, function.chinese)
}

# What equal values are given: shared 1 1 3, dense 1 1 2. There is no default.
TIE_WORDS: Mapping[str, str] = {
    "shared": "shared",
    "并列跳位": "shared",
    "dense": "dense",
    "并列不跳": "dense",
}

Window = Literal["quarter", "half_year", "year", "always"]

# Which earlier months are summed up: those of this calendar period, or all that count.
WINDOW_WORDS: Mapping[str, Window] = {
    "quarter": "quarter",
    "本季": "quarter",
    "half_year": "half_year",
    "本半年": "half_year",
    "year": "year",
    "本年": "year",
    "always": "always",
    "全部": "always",
}

ROUNDING_WORDS: Mapping[str, str] = {
    "half_up": "half_up",
    "四舍五入": "half_up",
    "half_down": "half_down",
    "五舍六入": "half_down",
    "half_even": "half_even",
    "四舍六入五成双": "half_even",
    "up": "up",
    "down": "down",
    "舍去": "down",
    "ceiling": "ceiling",
    "floor": "floor",
}
