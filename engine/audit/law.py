"""What rules on wages say of a policy's lines, by jurisdiction. No legal advice, and no amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.audit.checks.a604_acceptance_unused import ACCEPTANCE_UNUSED
from engine.audit.checks.a621_fine_without_basis import FINE_WITHOUT_BASIS
from engine.audit.checks.a622_fine_in_guangdong import FINE_IN_GUANGDONG
from engine.audit.checks.a623_fine_uncapped_in_shenzhen import FINE_UNCAPPED_IN_SHENZHEN
from engine.audit.checks.a624_fine_in_hebei import FINE_IN_HEBEI
from engine.audit.checks.a625_compensation_uncapped import COMPENSATION_UNCAPPED
from engine.audit.checks.a626_compensation_notice import COMPENSATION_NOTICE
from engine.audit.checks.a627_no_minimum_wage import NO_MINIMUM_WAGE
from engine.audit.checks.a628_minimum_wage_leaves_out import MINIMUM_WAGE_LEAVES_OUT
from engine.audit.checks.a629_probation_under_80 import PROBATION_UNDER_80
from engine.bind.model import BoundPolicy
from engine.core.diagnostic import Check, Diagnostic
from engine.core.number import parse_quantity
from engine.core.record import record
from engine.core.span import Span
from engine.policy.lines import with_limits
from engine.policy.model import (
    Acceptance,
    Limit,
    Line,
    NamedFormula,
    Quantity,
    Role,
    Row,
    Table,
)

FINDINGS = ("fine", "compensation_cap", "compensation_notice", "minimum_wage", "probation")
_FINES: Mapping[str, Check] = {
    "cn": FINE_WITHOUT_BASIS,
    "cn-shanghai": FINE_WITHOUT_BASIS,
    "cn-guangdong": FINE_IN_GUANGDONG,
    "cn-shenzhen": FINE_UNCAPPED_IN_SHENZHEN,
    "cn-hebei": FINE_IN_HEBEI,
}
_REDUCING = ("not_earned", "fine", "compensation")
_PROBATION = re.compile(r"试用|probation", re.IGNORECASE)
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s?[%％]")
# below 30 % a percentage beside the word is a rate of commission rather than a share of the wage
_SHARE_OF_WAGE = (Decimal("0.3"), Decimal("0.8"))

Part = Line | Limit | NamedFormula | Table | Role


@record
class Warned:
    """A warning with the part that may acknowledge it, and the word to do it by."""

    finding: str
    part: Part
    diagnostic: Diagnostic


def law_findings(bound: BoundPolicy) -> Iterator[Diagnostic]:
    """Warnings that nobody acknowledged, and acknowledgements of what is not there."""
    warned = tuple(_warnings(bound)) if bound.policy.jurisdiction else ()
    known = {(w.finding, w.part.heading.name) for w in warned}
    accepted = {(a.finding, part.heading.name): a for part, a in _acceptances(bound)}
    for (finding, name), accept in accepted.items():
        if (finding, name) not in known:
            yield ACCEPTANCE_UNUSED.at(accept.span, finding=finding, at=name)
    for warning in warned:
        if (warning.finding, warning.part.heading.name) not in accepted:
            yield warning.diagnostic


def _acceptances(bound: BoundPolicy) -> Iterator[tuple[Part, Acceptance]]:
    policy = bound.policy
    parts: tuple[Part, ...] = (*policy.roles, *policy.tables, *policy.formulas, *policy.lines)
    for part in parts:
        yield from ((part, accept) for accept in part.accept if accept.finding in FINDINGS)


def _warnings(bound: BoundPolicy) -> Iterator[Warned]:
    policy = bound.policy
    lines = [line for line in policy.lines if isinstance(line, Line)]
    for line in lines:
        if line.category == "fine":
            yield from _fine(bound, line)
        elif line.category == "compensation":
            yield from _compensation(bound, line)
    for role in policy.roles:
        yield from _minimum_wage(bound, role)
    yield from _probation(bound)


def _warn(check: Check, finding: str, part: Part, span: Span | None = None) -> Warned:
    name = part.heading.name
    return Warned(finding, part, check.at(span or part.heading.span, name=name))


def _is_capped(bound: BoundPolicy, line: Line) -> bool:
    """Whether everybody who is paid the line has a limit from below over all of its category."""
    parts = {part.heading.name: part for part in bound.policy.lines}
    for role in bound.roles:
        paid = [parts[name] for name in role.lines if parts[name].category == line.category]
        together = {p.heading.name for p in paid if isinstance(p, Line)}
        limits = (p for p in paid if isinstance(p, Limit) and p.at_least is not None)
        is_held = any(together <= {counted.name for counted in p.counts} for p in limits)
        if line.heading.name in together and not is_held:
            return False
    return True


def _fine(bound: BoundPolicy, line: Line) -> Iterator[Warned]:
    check = _FINES[bound.policy.jurisdiction]
    if check is not FINE_UNCAPPED_IN_SHENZHEN or not _is_capped(bound, line):
        yield _warn(check, "fine", line)


def _compensation(bound: BoundPolicy, line: Line) -> Iterator[Warned]:
    if not _is_capped(bound, line):
        yield _warn(COMPENSATION_UNCAPPED, "compensation_cap", line)
    if bound.policy.jurisdiction == "cn-guangdong":
        yield _warn(COMPENSATION_NOTICE, "compensation_notice", line)


def _minimum_wage(bound: BoundPolicy, role: Role) -> Iterator[Warned]:
    """Every line that can take must be held against the minimum wage."""
    parts = {line.heading.name: line for line in bound.policy.lines}
    paid = [parts[name] for name in bound.role_of[role.heading.name].lines]
    reducing = [p.heading.name for p in paid if isinstance(p, Line) and p.category in _REDUCING]
    top_ups = [p for p in paid if isinstance(p, Limit) and _tops_up(p)]
    if reducing and not top_ups:
        yield _warn(NO_MINIMUM_WAGE, "minimum_wage", role)
    wanted = [p.heading.name for p in paid if p.category in _REDUCING]
    for top_up in top_ups:
        counted = {line.name for line in with_limits(top_up.counts, bound.policy.lines)}
        left_out = [name for name in wanted if name not in counted]
        if left_out:
            name, lines = top_up.heading.name, "、".join(left_out)
            found = MINIMUM_WAGE_LEAVES_OUT.at(top_up.heading.span, name=name, lines=lines)
            yield Warned("minimum_wage", top_up, found)


def _tops_up(limit: Limit) -> bool:
    return limit.category == "top_up" and limit.at_least is not None


def _probation(bound: BoundPolicy) -> Iterator[Warned]:
    """Percentages beside the word; what they are of is not understood."""
    policy = bound.policy
    for role in policy.roles:
        if _is_low_on_probation(bound, role):
            yield _warn(PROBATION_UNDER_80, "probation", role)
    for part in (*policy.lines, *policy.formulas):
        text = _words(part)
        if _PROBATION.search(text) and _low_share(text):
            yield _warn(PROBATION_UNDER_80, "probation", part)
    for table in policy.tables:
        for row in table.rows:
            if _is_low_row(row):
                yield _warn(PROBATION_UNDER_80, "probation", table, row.span)


def _is_low_on_probation(bound: BoundPolicy, role: Role) -> bool:
    paid = {line.name for line in role.pay}
    lines = [_words(p) for p in bound.policy.lines if p.heading.name in paid]
    is_meant = _PROBATION.search(role.heading.name + role.heading.label) is not None
    return is_meant and any(_low_share(text) for text in lines)


def _is_low_row(row: Row) -> bool:
    words = [row.key, *(cell for cell in row.cells if isinstance(cell, str))]
    shares = [c.text for c in (*row.cells, row.rate) if isinstance(c, Quantity)]
    return _PROBATION.search(" ".join(words)) is not None and _low_share(" ".join(shares))


def _words(part: Line | Limit | NamedFormula) -> str:
    """The name, the label and the formulas of a part."""
    match part:
        case NamedFormula(formula=formula):
            texts = [formula]
        case Line(amount=amount, when=when):
            texts = [amount, when] if when else [amount]
        case Limit(at_least=least, at_most=most, when=when):
            texts = [text for text in (least, most, when) if text]
    return " ".join((part.heading.name, part.heading.label, *(text.text for text in texts)))


def _low_share(text: str) -> bool:
    least, enough = _SHARE_OF_WAGE
    shares = (parse_quantity(found) for found in _PERCENT.findall(text))
    return any(share is not None and least <= share < enough for share in shares)
