"""From bytes to results, as the tests drive it: the same stages, nothing left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from engine.audit.cases import check_cases
from engine.audit.cliffs import cliff_findings
from engine.audit.deep.from_bound import look
from engine.audit.deep.settle import settled
from engine.audit.flag_cases import flag_case_findings
from engine.audit.law import law_findings
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy
from engine.catalog.facts import load_facts
from engine.catalog.measures import Catalog, load_catalog
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.text import message
from engine.plan.from_bound import plan
from engine.policy.from_document import build
from engine.policy.model import Policy
from engine.source.read import read
from engine.source.shape import shape
from engine.sql.from_plan import Script, emit

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "engine"
SHIPPED = tuple(sorted((ROOT / "policies").glob("*/*/v*.yaml")))
CONFORMANCE = tuple(sorted((ROOT / "tests" / "cases").rglob("*.yaml")))


@cache
def schema() -> Mapping[str, Any]:
    text = (ROOT / "schemas" / "policy.schema.json").read_text("utf-8")
    return json.loads(text, parse_float=Decimal)


@cache
def catalog() -> Catalog:
    path = ROOT / "schemas" / "measures.yaml"
    facts = load_facts("facts.yaml", path.with_name("facts.yaml").read_bytes())
    flags = path.with_name("flags.yaml").read_bytes()
    return load_catalog(path.name, path.read_bytes(), facts, flags)


def build_policy(
    content: bytes, name: str = "policy.yaml", companions: Mapping[str, bytes] | None = None
) -> Outcome[Policy]:
    return (
        read(name, content)
        .then(lambda document: shape(document, schema()))
        .then(lambda document: build(document, companions or {}))
    )


def bind_policy(
    content: bytes, name: str = "policy.yaml", companions: Mapping[str, bytes] | None = None
) -> Outcome[BoundPolicy]:
    return build_policy(content, name, companions).then(lambda policy: bind(policy, catalog()))


def script_of(bound: BoundPolicy) -> Script:
    script = plan(bound).then(emit).value
    assert script is not None
    return script


def all_findings(
    content: bytes, name: str = "policy.yaml", companions: Mapping[str, bytes] | None = None
) -> tuple[Diagnostic, ...]:
    """Everything that checking a policy finds: form, meaning, cases, cliffs, law."""
    outcome = bind_policy(content, name, companions)
    found = list(outcome.diagnostics)
    if outcome.value is not None:
        script_of(outcome.value)
        found.extend(check_cases(outcome.value, catalog()))
        found.extend(cliff_findings(outcome.value))
        found.extend(law_findings(outcome.value))
        if outcome.value.flags is not None:
            found.extend(flag_case_findings(outcome.value.flags))
    return in_order(found)


def deep_findings(
    content: bytes, name: str = "policy.yaml", companions: Mapping[str, bytes] | None = None
) -> tuple[Diagnostic, ...]:
    """The same, and what a deep check finds in the whole pay."""
    found = all_findings(content, name, companions)
    bound = bind_policy(content, name, companions).value
    if bound is None:
        return found
    return in_order((*found, *settled(bound, look(bound, catalog(), {}), found)[1]))


def bound_from(content: bytes, name: str = "policy.yaml") -> BoundPolicy:
    """The bound policy of a text that must be in order."""
    outcome = bind_policy(content, name)
    assert outcome.value is not None, shown(outcome.diagnostics)
    return outcome.value


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [diagnostic.check.code for diagnostic in found]


def shown(found: tuple[Diagnostic, ...]) -> str:
    """Findings as a person reads them."""
    return "\n".join(f"{d.span}: {d.check.code} {message(d, 'en')}" for d in found) or "nothing"


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
