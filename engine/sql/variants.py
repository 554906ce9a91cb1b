"""What every variant comes to, as one query over the payout of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from engine.bind.names import TOTAL
from engine.core.record import record
from engine.plan.model import BEFORE, VARIANT
from engine.sql.expressions import cast, column
from engine.sql.from_plan import AGENT, DIALECT, Script


@record(kw_only=True)
class Survey:
    """`text` gives one row per variant: cost, who gains and loses, least, median and greatest pay,
    how many rows SQL alone cannot vouch for, and how many have each word of `words`.
    """

    text: str
    words: tuple[tuple[str, str], ...]


def survey(
    script: Script,
    words: tuple[tuple[str, str], ...],
    codes: Mapping[str, tuple[str, ...]],
    people: Sequence[str],
    *,
    is_one_month: bool,
) -> Survey:
    """`people` are sums and counts over the shop: where one has no value, replay must be asked.

    `codes`: columns that hold numbers for words.
    """
    counts = [_count(exp.or_(*[_has_none(k) for k in (TOTAL, *people)], copy=False))]
    counts += [_count(_is_word(key, word, codes.get(key))) for key, word in words]
    keys = [f"({number})" for number in range(len(counts))]
    if is_one_month:
        select = _per_variant(column(TOTAL), column(BEFORE), counts).from_(_table(script.payout))
    else:
        inner = exp.select(
            column(VARIANT), column(AGENT), _named(exp.Sum(this=column(TOTAL)), TOTAL),
            _named(exp.Sum(this=column(BEFORE)), BEFORE),
            *(_named(c, key) for c, key in zip(counts, keys, strict=True)),
        )  # fmt: skip
        inner = inner.from_(_table(script.payout)).group_by(column(VARIANT), column(AGENT))
        sums: list[exp.Expr] = [exp.Sum(this=column(key)) for key in keys]
        made = _per_variant(column(TOTAL), column(BEFORE), sums)
        select = made.from_(inner.subquery("agents"))
    return Survey(text=select.sql(dialect=DIALECT, pretty=True), words=words)


def _per_variant(pay: exp.Column, before: exp.Column, counts: Sequence[exp.Expr]) -> exp.Select:
    half = exp.Literal.number("0.5")
    made: list[exp.Expr] = [
        exp.Sum(this=pay),
        _count(exp.GT(this=pay.copy(), expression=before)),
        _count(exp.LT(this=pay.copy(), expression=before.copy())),
        exp.Min(this=pay.copy()),
        # of an even number the lower of the two in the middle: an amount that somebody gets
        exp.Anonymous(this="QUANTILE_DISC", expressions=[pay.copy(), half]),
        exp.Max(this=pay.copy()),
        *counts,
    ]
    return exp.select(column(VARIANT), *made).group_by(column(VARIANT)).order_by(column(VARIANT))


def rows_of(script: Script, keys: Sequence[str]) -> str:
    """Columns of every agent's row."""
    select = exp.select(*(column(key) for key in keys)).from_(_table(script.payout))
    return select.sql(dialect=DIALECT)


def _count(condition: exp.Expr) -> exp.Expr:
    counted = exp.Count(this=exp.Star())
    whole = exp.DataType(this=exp.DataType.Type.BIGINT)
    return cast(exp.Filter(this=counted, expression=exp.Where(this=condition)), whole)


def _is_word(key: str, word: str, code: tuple[str, ...] | None) -> exp.Expr:
    if code is None:
        return exp.EQ(this=column(key), expression=exp.Literal.string(word))
    return exp.EQ(this=column(key), expression=exp.Literal.number(code.index(word)))


def _has_none(key: str) -> exp.Expr:
    return exp.Is(this=column(key), expression=exp.null())


def _named(node: exp.Expr, key: str) -> exp.Expr:
    return exp.alias_(node, key, quoted=True)


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))
