"""The portable form of a query: what only DuckDB has, in words that other engines have too.

ASOF JOIN becomes a union of both sides read in order, and two plain joins; a window's FILTER
becomes a CASE. Everything else that the rules use is understood elsewhere as it is.
"""

from __future__ import annotations

from sqlglot import exp

from engine.core.errors import EngineBug
from engine.core.record import record
from engine.facts.step import parsed

# `matched_no` is the last row of the right side (the first, if it looks ahead) for each row of
# the left side. At the same moment the side with the lesser number is read first.
_MATCHES = """
SELECT matched_keys, matched_at, matched_no
FROM (
  SELECT matched_keys, matched_at, is_left,
    MAX(row_no) OVER (PARTITION BY matched_keys ORDER BY matched_at, side
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS matched_no
  FROM (
    SELECT DISTINCT left_keys, left_at AS matched_at, TRUE AS is_left, :left_side AS side,
      CAST(NULL AS BIGINT) AS row_no
    FROM left_side
    UNION ALL
    SELECT right_keys, right_at, FALSE, :right_side, row_no FROM right_side
  )
)
WHERE is_left
"""


@record
class Asof:
    """The parts of `left.keys = right.keys AND left.at > right.at`."""

    left: str
    right: str
    keys: tuple[tuple[str, str], ...]
    left_at: str
    right_at: str
    sign: type[exp.Expr]


def portable(tree: exp.Create) -> exp.Create:
    made = tree.copy()
    for select in reversed(list(made.find_all(exp.Select))):
        _without_asof(select)
    made.set("expression", made.expression.transform(_without_filter))
    return made


def _without_filter(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Window) or not isinstance(node.this, exp.Filter):
        return node
    counted, holds = node.this.this, node.this.expression.this
    if not isinstance(counted, exp.Count):
        raise EngineBug("only counts are filtered within windows")
    case = exp.Case(ifs=[exp.If(this=holds, true=exp.Literal.number(1))], default=_number(0))
    node.set("this", exp.Sum(this=case))
    return exp.cast(node, "BIGINT")


def _without_asof(select: exp.Select) -> None:
    joins: list[exp.Join] = []
    for join in select.args.get("joins") or ():
        if join.method == "ASOF":
            joins += _plain_joins(select, join)
        else:
            joins.append(join)
    if joins:
        select.set("joins", joins)


def _plain_joins(select: exp.Select, join: exp.Join) -> tuple[exp.Join, exp.Join]:
    parts = _parts(join)
    numbered = _numbered(join.this, parts)
    matches = _aliased(_matches(_source(select, parts.left), numbered, parts), f"{parts.right}_at")
    found = f"{parts.right}_at"
    on_left = [_equal(found, name, parts.left, name_of) for name, name_of in _left_names(parts)]
    on_right = [
        _equal(parts.right, right, found, f"key_{n}") for n, (_, right) in enumerate(parts.keys)
    ]
    on_right.append(_equal(parts.right, "row_no", found, "matched_no"))
    right = _aliased(numbered, parts.right)
    return (
        exp.Join(this=matches, side=join.side or None, on=exp.and_(*on_left)),
        exp.Join(this=right, side=join.side or None, on=exp.and_(*on_right)),
    )


def _left_names(parts: Asof) -> tuple[tuple[str, str], ...]:
    keys = tuple((f"key_{n}", left) for n, (left, _) in enumerate(parts.keys))
    return (*keys, ("matched_at", parts.left_at))


def _parts(join: exp.Join) -> Asof:
    right = join.this.alias_or_name
    keys: list[tuple[str, str]] = []
    lefts: set[str] = set()
    apart: tuple[str, str, type[exp.Expr]] | None = None
    for condition in join.args["on"].flatten() if isinstance(join.args["on"], exp.And) else ():
        mine, other, sign = condition.this, condition.expression, type(condition)
        if mine.table == right:
            mine, other, sign = other, mine, _TURNED[sign]
        lefts.add(mine.table)
        if sign is exp.EQ:
            keys.append((mine.name, other.name))
        else:
            apart = (mine.name, other.name, sign)
    if len(lefts) != 1 or apart is None:
        raise EngineBug("an ASOF JOIN is on columns of one relation, and one of them is ordered")
    return Asof(lefts.pop(), right, tuple(keys), *apart)


_TURNED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.EQ: exp.EQ, exp.LT: exp.GT, exp.GT: exp.LT, exp.LTE: exp.GTE, exp.GTE: exp.LTE,
}  # fmt: skip


def _source(select: exp.Select, name: str) -> exp.Expr:
    """The relation in FROM, or in a join before, that has this name."""
    joined = [join.this for join in select.args.get("joins") or ()]
    for source in (select.args["from_"].this, *joined):
        if source.alias_or_name == name:
            copied: exp.Expr = source.copy()
            return copied
    raise EngineBug(f"no relation {name!r}")


def _numbered(right: exp.Expr, parts: Asof) -> exp.Select:
    """The right side with the number of each row among those of the same keys."""
    window = exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column(name, table=parts.right) for _, name in parts.keys],
        order=exp.Order(
            expressions=[exp.Ordered(this=exp.column(parts.right_at, table=parts.right))]
        ),
    )
    whole = exp.Column(this=exp.Star(), table=exp.to_identifier(parts.right))
    return (
        exp.select(whole, window.as_("row_no"))
        .from_(right.copy())
        .where(exp.column(parts.right_at, table=parts.right).is_(exp.null()).not_())
    )


def _matches(left: exp.Expr, numbered: exp.Select, parts: Asof) -> exp.Expr:
    ahead = parts.sign in (exp.LT, exp.LTE)
    left_first = parts.sign in (exp.LT, exp.GT)
    named: dict[str, list[exp.Expr]] = {
        "matched_keys": [exp.column(f"key_{n}") for n, _ in enumerate(parts.keys)],
        "left_keys": [
            exp.column(left_name, table=parts.left).as_(f"key_{n}")
            for n, (left_name, _) in enumerate(parts.keys)
        ],
        "right_keys": [exp.column(right_name) for _, right_name in parts.keys],
    }  # fmt: skip
    tree = parsed(_MATCHES).copy()
    for column in list(tree.find_all(exp.Column)):
        if column.name in named:
            _replace_in_list(column, named[column.name])
        elif column.name == "left_at":
            column.replace(exp.column(parts.left_at, table=parts.left))
        elif column.name == "right_at":
            column.replace(exp.column(parts.right_at))
    for table in list(tree.find_all(exp.Table)):
        table.replace(left if table.name == "left_side" else _aliased(numbered, "right_side"))
    for placeholder in list(tree.find_all(exp.Placeholder)):
        is_first = (placeholder.name == "left_side") == left_first
        placeholder.replace(_number(0 if is_first else 1))
    if ahead:
        window = next(tree.find_all(exp.Window))
        window.set("this", exp.Min(this=window.this.this))
        window.args["order"].expressions[0].set("desc", True)
    return tree


def _replace_in_list(column: exp.Expr, made: list[exp.Expr]) -> None:
    key, parent = column.arg_key, column.parent
    if parent is None or key is None:
        raise EngineBug("a list of keys stands nowhere")
    copies = [one.copy() for one in made]
    held = [one for old in parent.args[key] for one in (copies if old is column else [old])]
    parent.set(key, held)


def _equal(one: str, name: str, other: str, other_name: str) -> exp.Expr:
    return exp.column(name, table=one).eq(exp.column(other_name, table=other))


def _aliased(query: exp.Expr, name: str) -> exp.Expr:
    return exp.Subquery(this=query.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))


def _number(number: int) -> exp.Expr:
    return exp.Literal.number(number)
