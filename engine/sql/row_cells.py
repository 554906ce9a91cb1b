"""The text of a cell → its typed value, or the code of the reason why it has none: SQL trees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sqlglot import exp

from engine.catalog.tables import SQL_TYPES, ColumnType
from engine.sql.row_plan import (
    BLANK,
    LOST,
    LOST_MARK,
    NEGATIVE,
    NOT_A_DATE,
    NOT_A_MOMENT,
    NOT_A_NUMBER,
    NOT_IN_LIST,
    NOT_WHOLE,
    NOT_YES_OR_NO,
    PLACES,
    RANGE,
    ZONE,
    Cell,
)

# {link: blanks-around-a-cell}
_BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
_FULL, _PLAIN = "０１２３４５６７８９．，％：－−＋（）￥", "0123456789.,%:--+()¥"
NOTHING_WORDS = ("", "-", "--", "null", "NULL", "'null", r"\N")
_YES = ("是", "有", "yes", "true", "1", "y", "t")
_NO = ("否", "无", "no", "false", "0", "n", "f")
_NUMBER = r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?"
_THIRD_PLACE = r"\.[0-9]{2}[0-9]*[1-9]"
_FRACTION = r"\.0*[1-9]"
_DATE = r"(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
_OFFSET = r"(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)"
_MIDNIGHT = r" 0{1,2}:00(:00(\.0+)?)?"
# Beijing keeps the same offset all year round since 1992
_BEIJING = 8 * 3600
_PHONE = r"(^|[^0-9])(1[3-9][0-9])[- ]?[0-9]{4}[- ]?[0-9]{4}([^0-9]|$)"
_LANDLINE = r"(^|[^0-9])(0[0-9]{2,3})[- ][0-9]{7,8}([^0-9]|$)"

Arm = tuple[exp.Expr, exp.Expr]
Arms = Iterable[Arm]


def text(value: str) -> exp.Expr:
    return exp.Literal.string(value)


def number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def column(name: str, table: str = "") -> exp.Column:
    """A quoted name: the words of a file are never SQL."""
    at = exp.to_identifier(table, quoted=True) if table else None
    return exp.column(exp.to_identifier(name, quoted=True), table=at)


def cast(node: exp.Expr, kind: ColumnType) -> exp.Expr:
    return exp.Cast(this=node, to=exp.DataType.build(SQL_TYPES[kind], dialect="duckdb"))


def try_cast(node: exp.Expr, kind: ColumnType) -> exp.Expr:
    return exp.TryCast(this=node, to=exp.DataType.build(SQL_TYPES[kind], dialect="duckdb"))


def case(arms: Arms, otherwise: exp.Expr | None = None) -> exp.Expr:
    """The value of the first arm that holds."""
    found = exp.Case()
    for condition, value in arms:
        found = found.when(condition, value)
    return found.else_(otherwise) if otherwise is not None else found


def is_null(node: exp.Expr) -> exp.Expr:
    return exp.Is(this=node, expression=exp.null())


def is_in(node: exp.Expr, words: Iterable[str]) -> exp.Expr:
    """Whether it is one of the words. As IN, a list of six becomes a join, three times as slow."""
    same = [exp.EQ(this=node.copy(), expression=text(word)) for word in dict.fromkeys(words)]
    return exp.Paren(this=exp.or_(*same)) if same else exp.false()


def matches(node: exp.Expr, pattern: str) -> exp.Expr:
    return call("regexp_full_match", node, text(pattern))


def has(node: exp.Expr, pattern: str) -> exp.Expr:
    return call("regexp_matches", node, text(pattern))


def replaced(node: exp.Expr, pattern: str, by: str) -> exp.Expr:
    return call("regexp_replace", node, text(pattern), text(by), text("g"))


def trimmed(node: exp.Expr) -> exp.Expr:
    return call("trim", node, text(_BLANKS))


# -- texts -------------------------------------------------------------------------------------


def bare(raw: exp.Expr) -> exp.Expr:
    """What spreadsheet programs wrap around a cell is taken off, as by `intake.cell`."""
    cell = trimmed(raw)
    inside = call(
        "regexp_replace", call("substr", cell, number(2)), text('^"((?s).*)"$'), text(r"\1")
    )
    arms = [
        (call("starts_with", cell.copy(), text("=")), trimmed(inside)),
        (
            call("starts_with", cell.copy(), text("'")),
            trimmed(call("substr", cell.copy(), number(2))),
        ),
    ]
    return case(arms, cell.copy())


def or_nothing(node: exp.Expr, blanks: Iterable[str]) -> exp.Expr:
    """No text where the cell says that there is none."""
    words = (*NOTHING_WORDS, *blanks)
    longest = number(max(len(word.encode()) for word in words))
    is_short = exp.LTE(this=call("strlen", node.copy()), expression=longest)
    return case([(exp.and_(is_short, is_in(node, words)), exp.null())], node.copy())


def plain_name(node: exp.Expr) -> exp.Expr:
    """A chat account's name with a plain colon and without the prefix that the network puts."""
    name = replaced(call("replace", node, text("："), text(":")), r"\s*:\s*", ":")
    return call("regexp_replace", name, text("^cn(taobao|tmall)"), text(""))


def masked(node: exp.Expr) -> exp.Expr:
    """Words in which the digits of a telephone are not readable; longer numbers stay."""
    hidden = replaced(node, _PHONE, r"\1\2********\3")
    return case([(has(node.copy(), "[0-9]{4}"), replaced(hidden, _LANDLINE, r"\1\2-*******\3"))],
                node.copy())  # fmt: skip


def pseudonym_of(name: exp.Expr) -> exp.Expr:
    """First 20 hex digits of HMAC-SHA256; the key's two pads are columns of the relation `pads`."""
    said = call("encode", call("lower", plain_name(name)))
    inner = call("unhex", call("sha256", exp.DPipe(this=column("inner_pad"), expression=said)))
    outer = call("sha256", exp.DPipe(this=column("outer_pad"), expression=inner))
    return call("substr", outer, number(1), number(20))


# -- typed values ------------------------------------------------------------------------------


def typed(cell: Cell, said: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """Value and code. `said`: the column that holds the cell's text, NULL where it is blank."""
    value, reason = _READERS[cell.column.type](cell, said)
    arms: list[Arm] = [
        (is_null(said.copy()), text(BLANK) if cell.needed else exp.null()),
        (call("starts_with", said.copy(), text(LOST_MARK)), text(LOST)),
    ]
    why = case([*arms, *reason])
    return value, why


def _worded(cell: Cell, said: exp.Expr) -> exp.Expr:
    """The cell in our words."""
    arms = [(exp.EQ(this=said.copy(), expression=text(k)), text(v)) for k, v in cell.values.items()]
    return case(arms, said.copy()) if arms else said.copy()


Read = tuple[exp.Expr, list[Arm]]


def _text(cell: Cell, said: exp.Expr) -> Read:
    allowed = (*cell.words, *cell.values, *cell.values.values())
    value = _worded(cell, said)
    reasons: list[Arm] = []
    if allowed:
        reasons = [(exp.Not(this=is_in(said.copy(), allowed)), text(NOT_IN_LIST))]
    if cell.column.is_name:
        value = plain_name(value)
    if cell.column.free and cell.keep == "safe":
        value = masked(value)
    return value, reasons


def _one_of(cell: Cell, said: exp.Expr) -> Read:
    allowed = (*cell.values, *cell.column.values)
    return _worded(cell, said), [(exp.Not(this=is_in(said.copy(), allowed)), text(NOT_IN_LIST))]


def _yes_no(cell: Cell, said: exp.Expr) -> Read:
    if cell.given:
        # the cell itself is never kept
        return exp.Not(this=is_null(said.copy())), []
    yes = [k for k, v in cell.values.items() if v == "yes"]
    no = [k for k, v in cell.values.items() if v == "no"]
    if not cell.values:
        yes, no = list(_YES), list(_NO)
    low = call("lower", said.copy())
    arms = [
        (is_in(low, [w.lower() for w in yes]), exp.true()),
        (is_in(low.copy(), [w.lower() for w in no]), exp.false()),
    ]
    value = case(arms, exp.null())
    return value, [(is_null(value.copy()), text(NOT_YES_OR_NO))]


def figure(said: exp.Expr) -> exp.Expr:
    """The digits of an amount: without 元, ¥, and full-width signs."""
    plain = call("translate", said.copy(), text(_FULL), text(_PLAIN))
    return trimmed(replaced(plain, r"^¥\s*|\s*元$", ""))


def _money(cell: Cell, said: exp.Expr) -> Read:
    digits = figure(said)
    value = try_cast(call("replace", digits.copy(), text(","), text("")), "money")
    return value, [
        (exp.Not(this=matches(digits.copy(), _NUMBER)), text(NOT_A_NUMBER)),
        (has(digits.copy(), _THIRD_PLACE), text(PLACES)),
        *_bounds(cell, value),
    ]


def _whole(cell: Cell, said: exp.Expr) -> Read:
    digits = figure(said)
    value = try_cast(replaced(digits.copy(), r",|\.0*$", ""), "whole")
    return value, [
        (exp.Not(this=matches(digits.copy(), _NUMBER)), text(NOT_A_NUMBER)),
        (has(digits.copy(), _FRACTION), text(NOT_WHOLE)),
        *_bounds(cell, value),
    ]


def _bounds(cell: Cell, value: exp.Expr) -> list[Arm]:
    reasons: list[Arm] = [(is_null(value.copy()), text(RANGE))]
    if not cell.column.signed:
        reasons.append((exp.LT(this=value.copy(), expression=number(0)), text(NEGATIVE)))
    return reasons


def stamp(said: exp.Expr) -> exp.Expr:
    """A date as people write it, with hyphens and one blank: 2024年5月1日 9:30 → 2024-5-1 9:30."""
    signs = call(
        "translate", said.copy(), text("/年月日T：０１２３４５６７８９"), text("---  :0123456789")
    )
    plain = call("trim", replaced(signs, " +", " "))
    is_plain = matches(said.copy(), f"{_DATE} {_CLOCK}")
    return case([(is_plain, said.copy())], plain)


def _moment(cell: Cell, said: exp.Expr) -> Read:
    if cell.formats:
        return _formatted(cell, said)
    at = stamp(said)
    base = try_cast(call("regexp_extract", at.copy(), text(f"^{_DATE} {_CLOCK}")), "moment")
    second = call("date_trunc", text("second"), base)
    zoned = matches(at.copy(), f"{_DATE} {_CLOCK} ?{_OFFSET}")
    unzoned = matches(at.copy(), f"{_DATE} {_CLOCK}")
    wanted, other = (zoned, unzoned) if cell.zone == "stated" else (unzoned, zoned)
    reasons = [
        (other, text(ZONE)),
        (exp.Not(this=wanted), text(NOT_A_MOMENT)),
        (is_null(base.copy()), text(NOT_A_MOMENT)),
    ]
    return _beijing(cell, second, _offset(at)), reasons


def _offset(at: exp.Expr) -> exp.Expr:
    """Seconds by which the clock of the cell is before that of Greenwich."""
    end = f"{_CLOCK} ?([+-])([0-9]{{2}}):?([0-9]{{2}})?$"

    def part(group: int) -> exp.Expr:
        piece = call("regexp_extract", at.copy(), text(end), number(group))
        whole = exp.TryCast(this=piece, to=exp.DataType.build("BIGINT"))
        return call("coalesce", whole, number(0))

    seconds = exp.Add(
        this=exp.Mul(this=part(4), expression=number(3600)),
        expression=exp.Mul(this=part(5), expression=number(60)),
    )
    sign = call("regexp_extract", at.copy(), text(end), number(3))
    minus = exp.EQ(this=sign, expression=text("-"))
    return case([(minus, exp.Neg(this=exp.Paren(this=seconds)))], seconds.copy())


def _beijing(cell: Cell, moment: exp.Expr, offset: exp.Expr) -> exp.Expr:
    """The same moment on a clock in Beijing."""
    if cell.zone == "local":
        return moment
    late = number(_BEIJING)
    if cell.zone == "stated":
        late = exp.Paren(this=exp.Sub(this=late, expression=exp.Paren(this=offset)))
    return exp.Add(this=moment, expression=call("to_seconds", late))


def _formatted(cell: Cell, said: exp.Expr) -> Read:
    """Times in the form that the mapping states; one that names its zone is of the world."""
    formats = exp.Array(expressions=[text(one) for one in cell.formats])
    parsed = call("try_strptime", said.copy(), formats)
    if cell.zone == "stated":
        shifted = exp.Add(this=call("epoch_us", parsed), expression=number(_BEIJING * 10**6))
        value = call("date_trunc", text("second"), call("make_timestamp", shifted))
    else:
        value = _beijing(cell, call("date_trunc", text("second"), parsed), number(0))
    return value, [(is_null(parsed.copy()), text(NOT_A_MOMENT))]


def _day(cell: Cell, said: exp.Expr) -> Read:
    if cell.formats:
        formats = exp.Array(expressions=[text(one) for one in cell.formats])
        value = cast(call("try_strptime", said.copy(), formats), "day")
        return value, [(is_null(value.copy()), text(NOT_A_DATE))]
    at = stamp(said)
    value = try_cast(call("regexp_extract", at.copy(), text(f"^{_DATE}")), "day")
    good = matches(at.copy(), f"{_DATE}({_MIDNIGHT})?")
    return value, [
        (exp.Not(this=good), text(NOT_A_DATE)),
        (is_null(value.copy()), text(NOT_A_DATE)),
    ]


_READERS: Mapping[ColumnType, Callable[[Cell, exp.Expr], Read]] = {
    "text": _text,
    "whole": _whole,
    "money": _money,
    "moment": _moment,
    "day": _day,
    "yes_no": _yes_no,
    "one_of": _one_of,
}
