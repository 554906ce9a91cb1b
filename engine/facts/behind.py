"""The rows behind a figure: what an aggregate counted or summed, one row per thing."""

from __future__ import annotations

from sqlglot import exp

from engine.catalog.facts import Facts
from engine.core.errors import EngineBug
from engine.facts.figures import condition_of, sql_of
from engine.facts.step import parsed
from engine.policy.row_measures import Aggregate
from engine.policy.service import Service

# Beside each relation: when it happened (seconds since 1970), the buyer, and the order's number.
_PLACES = {
    "judged": ("f.start", "f.thread", ""),
    "people": ("c.start", "f.thread", ""),
    "responses": ("f.opened", "f.thread", ""),
    "slow_days": ("f.day * 86400", "f.thread", ""),
    "line_days": ("f.day * 86400", "", ""),
    "credited_orders": ("COALESCE(f.paid, f.created)", "f.thread", "f.order_no"),
    "sold_by_payment": ("", "f.thread", "f.order_no"),
    "sold_by_order": ("", "f.thread", "f.order_no"),
    "sold_by_first": ("", "f.thread", "f.order_no"),
    "followed_up": ("", "", "f.order_no"),
    "booked_refunds": ("f.finished", "", "f.order_no"),
    "late_answers": ("c.start", "c.thread", ""),
    "late_details": ("c.start", "c.thread", ""),
    "handovers": ("c.start", "c.thread", ""),
    "follow_ups": ("f.received", "f.thread", "f.order_no"),
}
_CHAT = (
    "SELECT conversation, agent, start, thread FROM judged",
    "c.conversation = f.conversation AND c.agent = f.agent",
)
# Of a person the first consult of the month.
_FIRST_CHAT = (
    "SELECT agent, month, thread, MIN(start) AS start FROM judged WHERE is_consult GROUP BY ALL",
    "c.agent = f.agent AND c.month = f.month AND c.thread = f.thread",
)
_BESIDE = {
    "late_answers": (_CHAT,), "late_details": (_CHAT,), "handovers": (_CHAT,),
    "people": (_FIRST_CHAT,),
}  # fmt: skip
_DAYS = "DATE_DIFF('second', DATE '1970-01-01', f.day)"


def behind(
    service: Service, facts: Facts, aggregate: Aggregate, agent: str, month: int
) -> tuple[exp.Select, tuple[str, ...]]:
    """The query and the names of the fact's columns that it shows after time, buyer and order."""
    table = facts.by_name[aggregate.fact]
    rule = service.sales_rule
    relation = table.relation.replace("{rule}", rule)
    when, thread, order = _PLACES.get(relation, ("", "", ""))
    owner = exp.column(table.agent.replace("{rule}", rule), table="f")
    shown = [exp.alias_(_within(sql_of(c)), f"c{n}") for n, c in enumerate(table.columns)]
    query = exp.select(
        exp.alias_(_when(relation, when, bool(order)), "at"),
        exp.alias_(exp.column("buyer", table="h") if thread else exp.null(), "buyer"),
        exp.alias_(exp.column("id", table="o") if order else exp.null(), "order"),
        *shown,
    ).from_(exp.to_table(relation).as_("f"))
    for text, on in _BESIDE.get(relation, ()):
        chats = exp.Subquery(
            this=parsed(text).copy(), alias=exp.TableAlias(this=exp.to_identifier("c"))
        )
        query = query.join(chats, on=parsed(on).copy(), join_type="left")
    if thread:
        is_thread = exp.column("thread", table="h").eq(parsed(thread).copy())
        query = query.join(exp.to_table("threads").as_("h"), on=is_thread, join_type="left")
    if order:
        is_order = exp.column("order_no", table="o").eq(parsed(order).copy())
        query = query.join(exp.to_table("made_orders").as_("o"), on=is_order, join_type="left")
    where = [_within(parsed(table.only).copy()), exp.column(table.month, table="f").eq(month)]
    where += [_within(condition_of(table, c)) for c in aggregate.where]
    if not aggregate.is_whole:
        known = exp.select("agent_no").from_("agent_codes")
        known = known.where(exp.column("agent").eq(exp.Literal.string(agent)))
        where.append(owner.eq(known.subquery()))
    names = tuple(column.name for column in table.columns)
    return query.where(*where).order_by("1", "2", "3"), names


def _when(relation: str, when: str, has_order: bool) -> exp.Expr:
    if when:
        return parsed(when).copy()
    if has_order:
        return parsed("COALESCE(o.paid, o.created)").copy()
    return parsed(_DAYS if relation.endswith("_rows") else "NULL").copy()


def _within(node: exp.Expr) -> exp.Expr:
    """Columns of the fact, told from those of the tables beside it."""
    for column in list(node.find_all(exp.Column)):
        if not column.table:
            column.set("table", exp.to_identifier("f"))
    if isinstance(node, exp.Expr):
        return node
    raise EngineBug("no expression")
