"""`sweep`: what a month costs, and who gets what, for every value of a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from engine.app.comparing import side_path
from engine.app.month import MonthRequest, PaidMonth, Show, pay, stored_month
from engine.app.payouts import money
from engine.app.policies import compiled, load_file
from engine.app.resolving import resolve
from engine.app.result import Result
from engine.app.sampling import differing, sampled
from engine.app.story_files import NO_FILES, StoryFiles
from engine.app.sweep_page import with_sweep_page
from engine.app.variants import Ground, Outlook, agents_of, look_at, totals_of
from engine.app.varying import Asked, Variant, asked_for
from engine.app.workspace import Workspace
from engine.backends.variants import Tally
from engine.core.diagnostic import Outcome, in_order
from engine.core.number import divide, fixed
from engine.core.period import Month
from engine.core.record import record
from engine.core.text import Language, message
from engine.report.model import Cell, Report, Table

PERCENT_PLACES = 2
NUMBERS = frozenset(
    {"varied_value", "second_value", "balance_value", "cost", "difference", "gaining", "losing",
     "least_pay", "median_pay", "greatest_pay", "agent_count", "share_percent", "total"}
)  # fmt: skip


@record(kw_only=True)
class SweepRequest:
    """A policy's side, what of it is varied, and the months that it pays."""

    side: str
    shop: str
    policy: str | None
    months: tuple[Month, ...]
    varied: tuple[str, ...]
    balance: str | None = None
    with_agents: bool = False

    @property
    def span(self) -> str:
        first, last = self.months[0], self.months[-1]
        return str(first) if first == last else f"{first}..{last}"


def sweep(
    workspace: Workspace, request: SweepRequest, language: Language, show: Show,
    files: StoryFiles = NO_FILES,
) -> Result:  # fmt: skip
    """Every variant over the same figures; a sample of them is run again by itself."""
    seen = outlook_of(workspace, request, show)
    if seen.value is None:
        return Result(report=Report(command="sweep"), diagnostics=seen.diagnostics)
    outlook = seen.value
    checked = sampled(outlook, (), seed_of(outlook, request))
    found = in_order(differing(outlook, checked))
    if found:
        return Result(report=Report(command="sweep"), diagnostics=found)
    tables = [
        variants_table("variants", outlook, outlook.paying),
        shares_table(outlook, outlook.paying),
    ]
    if request.with_agents:
        tables.append(_agents(outlook))
    tables.append(refused_table(outlook, language))
    facts = (*facts_of(outlook, request), ("checked_count", len(checked)))
    views = tuple(t for t in tables if t.key != "variant_agents")
    report = Report(command="sweep", facts=facts, tables=tuple(tables), views=views)
    return with_sweep_page(Result(report=report), files, language)


def outlook_of(workspace: Workspace, request: SweepRequest, show: Show) -> Outcome[Outlook]:
    """The policy as it is, which must pay every month, and all its variants."""
    shop = workspace.shop(request.shop)
    month = MonthRequest(shop=shop, month=request.months[0], policy=request.policy)
    path = side_path(workspace, month, request.side)
    file = load_file(path, workspace)
    resolved, bound = resolve(file), compiled(path, workspace)
    if resolved.value is None or bound.value is None:
        return Outcome(None, bound.diagnostics or resolved.diagnostics)
    asked = asked_for(resolved.value.document, request.varied, request.balance)
    stored = {m: stored_month(workspace, shop, m, bound.value) for m in request.months}
    before: dict[Month, PaidMonth] = {}
    for each, of_month in stored.items():
        paid = pay(bound.value, of_month, each, show)
        if paid.value is None:
            return Outcome(None, paid.diagnostics)
        before[each] = paid.value
    ground = Ground(
        file=file, bound=bound.value, stored=stored, before=before, totals=totals_of(before),
        show=show,
    )  # fmt: skip
    return Outcome(look_at(ground, asked))


def seed_of(outlook: Outlook, request: SweepRequest) -> str:
    """The sample is the same whenever the question is."""
    return f"{outlook.ground.bound.policy.label} {request.span} {' '.join(request.varied)}"


def facts_of(outlook: Outlook, request: SweepRequest) -> tuple[tuple[str, Cell], ...]:
    counted: tuple[tuple[str, Cell], ...] = (
        ("shop", request.shop),
        ("month", request.span),
        ("varied_policy", f"{request.side} ({outlook.ground.bound.policy.label})"),
        ("varied", ", ".join(axis.number.path for axis in outlook.asked.axes)),
        ("total_before", money(cost_before(outlook))),
        ("variant_count", len(outlook.asked.variants)),
        ("refused_count", len(outlook.refused)),
        ("alone_count", len(outlook.alone)),
    )
    return counted


def cost_before(outlook: Outlook) -> Decimal:
    return sum(outlook.ground.totals.values(), Decimal(0))


def value_columns(asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of the columns that say which variant it is, and their headings: the paths."""
    keys = ("varied_value", "second_value")[: len(asked.axes)]
    titles = tuple(axis.number.path for axis in asked.axes)
    if asked.balance is None:
        return keys, titles
    return (*keys, "balance_value"), (*titles, asked.balance.path)


def value_cells(variant: Variant) -> tuple[str, ...]:
    return (*variant.texts, *([variant.balance] if variant.balance else []))


def variants_table(
    key: str, outlook: Outlook, variants: Sequence[Variant], extra: Sequence[str] = ()
) -> Table:
    """One row per variant; `extra` is what a first column says of each."""
    columns, _ = value_columns(outlook.asked)
    before = cost_before(outlook)
    rows = tuple(
        (*extra[place : place + 1], *value_cells(v), *_amounts(outlook.tallies[v.index], before))
        for place, v in enumerate(variants)
    )
    amounts = (
        "cost", "difference", "gaining", "losing", "least_pay", "median_pay", "greatest_pay",
    )  # fmt: skip
    first = ("found_as",) if extra else ()
    return Table(key=key, columns=(*first, *columns, *amounts), rows=rows, numbers=NUMBERS)


def _amounts(tally: Tally, before: Decimal) -> tuple[Cell, ...]:
    return (
        money(tally.cost), money(tally.cost - before), tally.gaining, tally.losing,
        money(tally.least), money(tally.median), money(tally.greatest),
    )  # fmt: skip


def shares_table(outlook: Outlook, variants: Sequence[Variant]) -> Table:
    """How many have each grade, for every column of words."""
    columns, _ = value_columns(outlook.asked)
    rows: list[tuple[Cell, ...]] = []
    for variant in variants:
        words = outlook.tallies[variant.index].words
        for (item, word), count in words.items():
            share = share_percent(words, item, count)
            rows.append((*value_cells(variant), item, word, count, share))
    return Table(
        key="variant_shares",
        columns=(*columns, "item", "grade_word", "agent_count", "share_percent"),
        rows=tuple(rows),
        numbers=NUMBERS,
    )


def all_of(words: Mapping[tuple[str, str], int], item: str) -> int:
    """How many have a word in that column."""
    return sum(count for (key, _), count in words.items() if key == item)


def share_percent(words: Mapping[tuple[str, str], int], item: str, count: int) -> str:
    """Percent of all who have a word in that column, to two decimals for reading."""
    whole = all_of(words, item)
    if not whole:
        return "0.00"
    return fixed(divide(Decimal(100 * count), Decimal(whole), PERCENT_PLACES), PERCENT_PLACES)


def _agents(outlook: Outlook) -> Table:
    """What each agent gets in each variant, and how much more or less that is."""
    columns, _ = value_columns(outlook.asked)
    before = outlook.ground.totals
    found = agents_of(outlook)
    rows = tuple(
        (*value_cells(v), agent, money(total), money(total - before[agent]))
        for v in outlook.paying
        for agent, total in sorted(found.get(v.index, {}).items())
    )
    return Table(
        key="variant_agents", columns=(*columns, "agent", "total", "difference"), rows=rows,
        numbers=NUMBERS,
    )  # fmt: skip


def refused_table(outlook: Outlook, language: Language) -> Table:
    """Variants that the checker or the month refuses, each with what it finds."""
    columns, _ = value_columns(outlook.asked)
    rows = tuple(
        (*value_cells(v), d.check.code, message(d, language), str(d.span))
        for v in outlook.asked.variants
        for d in outlook.refused.get(v.index, ())
    )
    return Table(
        key="variant_refusals", columns=(*columns, "finding", "message", "place"), rows=rows,
        numbers=NUMBERS,
    )  # fmt: skip
