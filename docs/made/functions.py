"""The formula language: functions, operators, literals, and which units may meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docs.made.page import code, page, table
from engine.bind import units
from engine.bind.names import BUILT_IN
from engine.core.unit import NUMERIC_UNITS, Unit
from engine.formula.functions import FUNCTIONS, ROUNDING_WORDS, TIE_WORDS, WINDOW_WORDS, Function

INTRO = """
What a formula may hold, from `engine/formula/functions.py` and the units of `engine/bind/units.py`.
A formula is one line, or a block after `|`. Names are measures, formulas, pay lines, columns of
tables (`table.column`) and the names of the program's own below; a name with a blank or a sign in
it is put into `「 」`.
"""
_MEANING: Mapping[str, tuple[str, str]] = {
    "min": ("the least of the values", "各值中最小的"),
    "max": ("the greatest of the values", "各值中最大的"),
    "round": (
        "x rounded to a stated number of places by a stated mode",
        "按写明的位数和方式舍入",
    ),
    "floor": ("the next whole number that is not greater", "不大于它的整数"),
    "ceil": ("the next whole number that is not less", "不小于它的整数"),
    "abs": ("the value without its sign", "去掉正负号"),
    "if": (
        "the second value where the condition holds, else the third",
        "条件成立取第二个值，否则取第三个",
    ),
    "clamp": ("x, but not less than the second and not more than the third", "限制在两数之间"),
    "share": ("points as a share of 100: 92.5 points are 0.925", "分数化为比率：92.5 分即 0.925"),
    "divide": (
        "a ÷ b, and the third value where b is 0 (the only value of a division that can meet 0)",
        "a ÷ b；b 为 0 时取第三个值",
    ),
    "average": (
        "the mean over the agents of the month, or of one role, who have the value",
        "当月全体（或某角色）有该值的人的平均",
    ),
    "total": (
        "the sum over the agents of the month, or of one role, who have the value",
        "当月全体（或某角色）有该值的人的合计",
    ),
    "rank": (
        "the place by the value, the greatest first; the second word says what equal values get",
        "按该值从大到小的名次；第二个词写明并列怎么算",
    ),
    "rank_from_low": (
        "the same, the least first",
        "按该值从小到大的名次",
    ),
    "previous": (
        "the value on the payslip of the month before (or so many months back); else the second",
        "本人上个月（或几个月前）工资单上的值；没有时取第二个值",
    ),
    "earlier": (
        "the sum over the agent's earlier payslips of the period, or of so many months before this",
        "本人在本季、本半年、本年、全部或前几个月里（不含本月）的合计",
    ),
    "to_date": (
        "the same with this month's value",
        "同上，加本月的值",
    ),
    "headcount": (
        "the number of agents of the month, or of one role",
        "当月全体（或某角色）的人数",
    ),
}
_OPERATORS = (
    ("`+` `＋`", "add; both sides in one unit"),
    ("`-` `−` `–` `－`", "subtract, or the negative"),
    ("`*` `×` `·` `＊`", "multiply, exactly"),
    ("`/` `÷` `／`", "divide: the exact quotient, rounded half-up to 12 decimals"),
    ("`<` `<=` `≤` `>` `>=` `≥` `=` `==` `!=` `≠` `<>`", "compare; `60 <= x < 85` means both"),
    ("`and` `且` `并且`", "both conditions hold"),
    ("`or` `或` `或者`", "at least one condition holds"),
    ("`not` `非` `不是`", "the condition does not hold"),
    ("`(` `)` `（` `）`", "brackets"),
    ("`,` `，`", "between the values of a function"),
)
_LITERALS = (
    ("`1800`, `0.005`", "a number; it takes the unit of its neighbour"),
    (
        "`15,000`",
        "thousands by groups of three; refused inside the brackets of a function",
    ),
    ("`5%`, `3‰`", "a ratio: 0.05, 0.003"),
    ("`2pp`", "percentage points: 0.02, to be added to or compared with a ratio"),
    ("`1.5万`, `2亿`", "15,000 and 200,000,000"),
)
_OWN_NAMES = {
    "考核得分": "the agent's score, after rounding, in points",
    "角色": "the agent's role, a word",
    "职级": "the agent's level, a word",
    "工龄年数": "full years with the firm at the end of the month",
}
_REFUSED = """
Refused, with the place: powers, `%` as a remainder, `//`, text in quotes, calls by a dot, any other
function, a formula of more than 1000 characters or 30 levels of brackets.
"""


def functions() -> str:
    return page("Formulas", INTRO, _parts())


def _parts() -> Iterator[str]:
    yield "## Functions"
    heads = ("write", "or", "meaning", "含义")
    yield table(heads, (_function_row(f) for f in FUNCTIONS))
    yield "Modes of `round`: " + "; ".join(_spellings(ROUNDING_WORDS)) + "."
    ties = "; ".join(_spellings(TIE_WORDS))
    yield f"Equal values of `rank`: {ties}. `shared` gives 1 1 3, `dense` gives 1 1 2."
    windows = "; ".join(_spellings(WINDOW_WORDS))
    yield f"Months of `earlier` and `to_date`: {windows}; or a number of months, 1 to 120."
    yield "## Operators"
    yield table(("write", "meaning"), _OPERATORS)
    yield _REFUSED.strip()
    yield "## Numbers"
    yield table(("write", "meaning"), _LITERALS)
    yield "## Names of the program's own"
    yield table(("write", "or", "meaning"), _own_names())
    yield "## Units"
    yield (
        "What comes out when two units meet; an empty cell is refused when the policy is checked. "
        "`number` is a bare number, or a bare number times a count: it takes the unit of its "
        "neighbour, and that of the pay line at the end."
    )
    yield "`×`"
    yield _matrix(units.product)
    yield "`÷`, left by the unit of the row"
    yield _matrix(units.quotient)
    yield "`+`, `−`, comparisons, the two values of `if`: one unit on both sides, or a bare number."


def _function_row(function: Function) -> tuple[str, ...]:
    english, chinese = _MEANING[function.name]
    return code(function.usage), code(function.chinese), english, chinese


def _spellings(words: Mapping[str, str]) -> Iterator[str]:
    spelled: dict[str, list[str]] = {}
    for word, meant in words.items():
        spelled.setdefault(meant, []).append(code(word))
    return (" or ".join(same) for same in spelled.values())


def _own_names() -> Iterator[tuple[str, ...]]:
    for key, meaning in _OWN_NAMES.items():
        others = [code(n) for n, target in BUILT_IN.items() if target == key and n != key]
        yield code(key), ", ".join(others), meaning


def _matrix(meet: Callable[[Unit, Unit], Unit | None]) -> str:
    heads = ("", *(u.value for u in NUMERIC_UNITS))
    rows = []
    for one in NUMERIC_UNITS:
        met = (meet(one, other) for other in NUMERIC_UNITS)
        rows.append((one.value, *(unit.value if unit else "" for unit in met)))
    return table(heads, rows)
