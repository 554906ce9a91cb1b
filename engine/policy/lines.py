"""The `pay` section: pay lines, the limits beside them, and the order they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from engine.core.diagnostic import Diagnostic
from engine.policy.checks.p231_line_unclear import LINE_UNCLEAR
from engine.policy.checks.p232_category_missing import CATEGORY_MISSING
from engine.policy.checks.p233_line_order import LINE_ORDER
from engine.policy.checks.p234_counted_later import COUNTED_LATER
from engine.policy.checks.p235_counted_twice import COUNTED_TWICE
from engine.policy.checks.p236_line_twice import LINE_TWICE
from engine.policy.model import Category, Limit, Line, Policy, Reference, Role
from engine.policy.proration import read_prorate
from engine.policy.reading import Reading, entries, mappings, reference, rounding, text_of
from engine.policy.states import times_of
from engine.source.document import Mapping, Node, Scalar

# The order on the payslip; fines and compensation are tested against the wage that is earned,
# the minimum wage against what they leave.
ORDER: tuple[Category, ...] = (
    "earned", "not_earned", "fine", "compensation", "top_up", "statutory"
)  # fmt: skip
# In these a lower bound is what people call a cap: −20 % of the wage at most is taken.
TAKING: frozenset[Category | None] = frozenset({"not_earned", "fine", "compensation", "statutory"})


def build_lines(node: Node | None, reading: Reading) -> tuple[Line | Limit, ...]:
    """The lines in the order of the file, each followed by the limit that it states."""
    return tuple(part for key, body in mappings(node) for part in _lines_of(key, body, reading))


def with_limits(paid: Iterable[Reference], lines: Sequence[Line | Limit]) -> tuple[Reference, ...]:
    """Who is paid a line is paid its limit, too."""
    owned = {limit.owner: limit.heading.name for limit in lines if isinstance(limit, Limit)}
    return tuple(
        part
        for line in paid
        for part in (
            line, *([Reference(owned[line.name], line.span)] if line.name in owned else ())
        )
    )  # fmt: skip


def _lines_of(key: Scalar, body: Mapping, reading: Reading) -> Iterator[Line | Limit]:
    amount, counts = body.get("amount"), body.get("counts")
    limit = _limit(key, body, reading)
    has_bound = limit.at_least is not None or limit.at_most is not None
    if (amount is None) == (counts is None) or (counts is not None and not has_bound):
        reading.found.append(LINE_UNCLEAR.at(key.span, line=key.text))
    if amount is None:
        yield limit
        return
    yield Line(
        heading=limit.heading,
        amount=reading.formula(amount),
        when=limit.when,
        round=limit.round,
        category=limit.category,
        accept=limit.accept,
        prorate=read_prorate(body.get("prorate"), key, reading),
        times=times_of(body.get("times")),
    )
    if has_bound:
        yield _owned(limit)


def _limit(key: Scalar, body: Mapping, reading: Reading) -> Limit:
    category = text_of(body.get("category")) or None
    return Limit(
        heading=reading.heading(key, body),
        counts=tuple(reference(n) for n in entries(body.get("counts"))),
        at_least=reading.optional_formula(body, "at_least"),
        at_most=reading.optional_formula(body, "at_most"),
        when=reading.optional_formula(body, "when"),
        round=rounding(body.get("round")),
        category=category,  # type: ignore[arg-type]  # schema enum
        accept=reading.acceptances(body),
    )


def _owned(limit: Limit) -> Limit:
    """The limit of one line as a row of its own."""
    owner = limit.heading.name
    bound = limit.at_least or limit.at_most
    span = bound.span if bound else limit.heading.span
    heading = replace(limit.heading, name=f"{owner} · {_word(limit)}", label="", span=span)
    counts = (Reference(owner, limit.heading.span),)
    return replace(limit, heading=heading, counts=counts, accept=(), owner=owner)


def _word(limit: Limit) -> str:
    """What people call the limit, in the language that the line is named in."""
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in limit.heading.name)
    if limit.at_least is not None and limit.at_most is not None:
        return "限额" if is_chinese else "limits"
    is_cap = (limit.at_most is not None) != (limit.category in TAKING)
    if is_chinese:
        return "封顶" if is_cap else "保底"
    return "cap" if is_cap else "floor"


def check_lines(policy: Policy) -> Iterator[Diagnostic]:
    """Categories are stated for all lines or none, and lines stand in their order."""
    is_asked = bool(policy.jurisdiction) or any(line.category for line in policy.lines)
    for line in policy.lines:
        is_owned = isinstance(line, Limit) and line.owner
        if is_asked and line.category is None and not is_owned:
            yield CATEGORY_MISSING.at(line.heading.span, line=line.heading.name)
        if isinstance(line, Limit):
            yield from _counted_twice(line, policy.lines)
    parts = {line.heading.name: line for line in policy.lines}
    for role in policy.roles:
        yield from _paid_twice(role)
        yield from _out_of_order(role, parts)
        yield from _counted_later(role, parts)


def _counted_twice(limit: Limit, lines: Sequence[Line | Limit]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for counted in limit.counts if limit.owner else with_limits(limit.counts, lines):
        if counted.name in seen:
            yield COUNTED_TWICE.at(counted.span, line=limit.heading.name, counted=counted.name)
        seen.add(counted.name)


def _paid_twice(role: Role) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for paid in role.pay:
        if paid.name in seen:
            yield LINE_TWICE.at(paid.span, role=role.heading.name, line=paid.name)
        seen.add(paid.name)


def _out_of_order(role: Role, parts: dict[str, Line | Limit]) -> Iterator[Diagnostic]:
    ranked = [
        (paid, ORDER.index(category))
        for paid in role.pay
        if paid.name in parts and (category := parts[paid.name].category) is not None
    ]
    for (before, one), (after, other) in pairwise(ranked):
        if other < one:
            yield LINE_ORDER.at(
                after.span, before.span, line=after.name, category=ORDER[other],
                before=before.name, before_category=ORDER[one],
            )  # fmt: skip


def _counted_later(role: Role, parts: dict[str, Line | Limit]) -> Iterator[Diagnostic]:
    """A limit stands below what it counts, as a sum stands below its figures."""
    place = {paid.name: number for number, paid in enumerate(role.pay)}
    for paid in role.pay:
        limit = parts.get(paid.name)
        for counted in limit.counts if isinstance(limit, Limit) else ():
            if place.get(counted.name, -1) > place[paid.name]:
                yield COUNTED_LATER.at(
                    paid.span, line=paid.name, counted=counted.name, role=role.heading.name
                )
