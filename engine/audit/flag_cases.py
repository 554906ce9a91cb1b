"""A policy's own examples of flags: each by SQL and by replay, and both as the example says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from engine.audit.checks.a631_flag_case_differs import FLAG_CASE_DIFFERS
from engine.backends.duckdb import session
from engine.backends.flags import choose_for_facts
from engine.bind.flag_model import UNKNOWN, BoundFlags
from engine.core.diagnostic import Diagnostic
from engine.core.number import parse_quantity
from engine.plan.flags import plan_flags
from engine.policy.flag_rules import NONE
from engine.replay.flags import Choice, Fact, choose

UNDECIDED = "undecided"


def flag_case_findings(flags: BoundFlags) -> Iterator[Diagnostic]:
    """Every example that does not come out as it says, or not the same from both evaluators."""
    if not flags.cases:
        return
    given = [_facts(flags, order) for order in flags.case_orders]
    with session() as one:
        chosen = _by_sql(one.connection, flags, given)
    for case, facts, by_sql in zip(flags.cases, given, chosen, strict=True):
        again = choose(flags, facts)
        rule, colour = _said(flags, again)
        other = by_sql if by_sql != (again.rule, not again.lacking) else None
        for wanted, found in ((case.rule, rule), (case.colour, colour)):
            if (wanted and wanted != found) or other is not None:
                yield FLAG_CASE_DIFFERS.at(
                    case.span, case=case.name, expected=wanted or found, found=found
                )
                break


def _facts(flags: BoundFlags, order: Any) -> dict[str, Fact]:
    """What an example does not name is not known."""
    found: dict[str, Fact] = {}
    for fact in flags.facts:
        text = order.get(fact.key)
        is_known = text is not None and text != UNKNOWN
        found[fact.key] = (
            parse_quantity(text) if is_known and fact.kind == "number" else text
        ) if is_known else None  # fmt: skip
    return found


def _by_sql(
    connection: Any, flags: BoundFlags, given: list[dict[str, Fact]]
) -> list[tuple[int | None, bool]]:
    plan = plan_flags(flags, "", None)
    rows = [
        {key: format(v, "f") if isinstance(v, Decimal) else v for key, v in facts.items()}
        for facts in given
    ]
    return choose_for_facts(connection, plan, rows)


def _said(flags: BoundFlags, choice: Choice) -> tuple[str, str]:
    """Rule and colour in the words of an example."""
    if choice.lacking:
        return UNDECIDED, NONE
    if choice.rule is None:
        return NONE, flags.colour_name(flags.otherwise) if flags.otherwise else NONE
    rule = flags.rules[choice.rule]
    return rule.name, flags.colour_name(rule.colour)
