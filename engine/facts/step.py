"""One step of the way from rows to facts: a relation, the rule behind it, and its SQL as a tree.

The text of a step is fixed; what a policy sets is put in as nodes. Four words are ours and stand
for what the settings make of them: BEFORE, NOT_BEFORE, DAY_NO, MONTH_NO.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from functools import lru_cache

import sqlglot
from sqlglot import exp

from engine.core.errors import EngineBug
from engine.core.record import record
from engine.policy.service import Service

DIALECT = "duckdb"
SECONDS_OF_DAY = 86_400
_PLAIN = (exp.Column, exp.Literal, exp.Boolean, exp.Null)
Part = str | int | exp.Expr


@record
class Step:
    """`creates` is the relation that the step makes; `comments` say the rule in words.

    `drops` are relations that nothing reads after this step. `order`: how the rows that it reads
    are stored, for the windows `stored` (its neighbours) and `so_far` (all up to the row).
    """

    creates: str
    comments: tuple[str, ...]
    tree: exp.Create = field(hash=False)
    drops: tuple[str, ...] = ()
    order: str = ""

    @property
    def is_view(self) -> bool:
        return bool(self.tree.args["kind"] == "VIEW")

    @property
    def sql(self) -> str:
        made = self.tree.sql(dialect=DIALECT, pretty=True)
        return ";\n".join((made, *(_dropped(name) for name in self.drops)))

    @property
    def text(self) -> str:
        return "".join(f"-- {line}\n" for line in self.comments) + self.sql + ";\n"


def _dropped(name: str) -> str:
    return exp.Drop(tables=[exp.to_table(name)], kind="TABLE").sql(dialect=DIALECT)


def step(
    name: str,
    comment: str,
    service: Service,
    text: str | exp.Expr,
    order: Part = "",
    **parts: Part,
) -> Step:
    """CREATE TABLE `name` AS `text`, with `:part` placeholders and our words replaced."""
    tree = parsed(text) if isinstance(text, str) else text
    select = _filled(tree.copy(), parts)
    select = _with_our_words(select, service)
    made = exp.Create(
        this=exp.to_table(name), kind="TABLE", expression=select, replace=True,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )  # fmt: skip
    return Step(name, tuple(comment.strip().splitlines()), made, order=str(order))


def view(
    name: str, comment: str, service: Service, text: str, order: Part = "", **parts: Part
) -> Step:
    """The same as `step` where it costs less to read the rows anew than to keep them."""
    made = step(name, comment, service, text, order, **parts)
    made.tree.set("kind", "VIEW")
    return made


@lru_cache(maxsize=512)
def parsed(text: str) -> exp.Expr:
    parsed = sqlglot.parse_one(text, dialect=DIALECT)
    if not isinstance(parsed, exp.Expr):
        raise EngineBug(f"{text!r} is no SQL")
    return parsed


def _filled(tree: exp.Expr, parts: dict[str, Part]) -> exp.Expr:
    """`tree` itself, changed in place: copying it at every placeholder took most of the time."""
    for node in list(tree.find_all(exp.Placeholder)):
        made = _part(parts[str(node.this)], parts)
        if node is tree:
            return made
        node.replace(made)
    return tree


def _part(part: Part, parts: dict[str, Part]) -> exp.Expr:
    if isinstance(part, int):
        return exp.Literal.number(part)
    if isinstance(part, str):
        made = _filled(parsed(part).copy(), parts)
        return made if isinstance(made, _PLAIN) else exp.paren(made, copy=False)
    return part.copy()


def _with_our_words(tree: exp.Expr, service: Service) -> exp.Expr:
    """The deepest first, so that a word within another is told before it."""
    for node in reversed(list(tree.find_all(exp.Anonymous))):
        word = _WORDS.get(str(node.this).upper())
        if word is not None:
            made = word(service, *(e.copy() for e in node.expressions))
            if node is tree:
                return made
            node.replace(made)
    return tree


def of_shop(table: str, shop: str) -> exp.Expr:
    """The condition that a row is of the shop; '' is every shop."""
    if not shop:
        return exp.true()
    return exp.column("shop", table=table).eq(exp.Literal.string(shop))


def _before(service: Service, line: exp.Expr, event: exp.Expr) -> exp.Expr:
    """Whether a line is before an event; `tie` decides within one second."""
    kind = exp.LT if service.tie == "event_first" else exp.LTE
    return kind(this=line, expression=event)


def _not_before(service: Service, line: exp.Expr, event: exp.Expr) -> exp.Expr:
    kind = exp.GTE if service.tie == "event_first" else exp.GT
    return kind(this=line, expression=event)


def _day_no(_: Service, time: exp.Expr) -> exp.Expr:
    return exp.IntDiv(this=time, expression=exp.Literal.number(SECONDS_OF_DAY))


def _month_no(_: Service, time: exp.Expr) -> exp.Expr:
    """Months since the year 0, of a count of seconds since 1970."""
    template = sqlglot.parse_one(
        "YEAR(DATE '1970-01-01' + CAST(t // 86400 AS INTEGER)) * 12"
        " + MONTH(DATE '1970-01-01' + CAST(t // 86400 AS INTEGER)) - 1",
        dialect=DIALECT,
    )
    return exp.paren(template.transform(lambda n: time.copy() if isinstance(n, exp.Column) else n))


_WORDS: dict[str, Callable[..., exp.Expr]] = {
    "BEFORE": _before,
    "NOT_BEFORE": _not_before,
    "DAY_NO": _day_no,
    "MONTH_NO": _month_no,
}


def one_of(setting: str, readings: dict[str, str]) -> str:
    """The text of the reading that a setting chooses."""
    if setting not in readings:
        raise EngineBug(f"no reading for {setting!r}")
    return readings[setting]
