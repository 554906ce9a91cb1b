"""Two versions over the figures of a month, split by clause, as the tests drive it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from engine.app.clauses import Attribution, attribution
from engine.app.hybrids import MonthSides
from engine.app.month import stored_month
from engine.policy.file import PolicyFile
from tests.checks.shop import MAY, SHOP, batch_of, quiet, shop
from tests.pipeline import shown


def file_of(text: str, version: str) -> PolicyFile:
    return PolicyFile(name=f"{version}.yaml", content=text.encode(), companions={})


def attributed(old: str, new: str, agents: Mapping[str, Mapping[str, str]]) -> Attribution:
    """The difference that `new` makes to the agents of one month."""
    with shop(old) as opened:
        opened.save(batch_of(agents))
        stored = stored_month(opened.workspace, SHOP, MAY)
    months = [MonthSides(month=MAY, old=stored, new=stored)]
    outcome = attribution(file_of(old, "v1"), file_of(new, "v2"), months, quiet)
    assert outcome.value is not None, shown(outcome.diagnostics)
    return outcome.value


def paths(found: Attribution, clause: int) -> tuple[str, ...]:
    """The places of a clause in the users' words."""
    return tuple(".".join(edit.path) for edit in found.clauses[clause].edits)


def by_path(found: Attribution) -> dict[tuple[str, ...], Decimal]:
    return {paths(found, n): amount for n, amount in found.of_clauses().items()}
