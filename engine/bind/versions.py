"""One pure function: shop, policy and month → the version in force, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from engine.bind.checks.b331_versions_overlap import VERSIONS_OVERLAP
from engine.bind.checks.b332_versions_gap import VERSIONS_GAP
from engine.bind.checks.b333_no_version import NO_VERSION
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.policy.model import Policy


@record(kw_only=True)
class Selection:
    """The version in force; `others` are the versions that were looked at and why not they."""

    policy: Policy
    month: Month
    others: tuple[Policy, ...]


def version_in_force(policies: Iterable[Policy], month: Month) -> Outcome[Selection]:
    """Exactly one of the versions of one policy must cover the month; none and two are refused."""
    known = sorted(policies, key=lambda p: p.version)
    covering = [p for p in known if p.effective.covers(month)]
    if len(covering) == 1:
        others = tuple(p for p in known if p is not covering[0])
        return Outcome(Selection(policy=covering[0], month=month, others=others))
    if covering:
        return Outcome(None, in_order(_overlaps(covering)))
    held = ", ".join(f"v{p.version} {p.effective}" for p in known)
    span = whole_file(known[0].span.file)
    return Outcome(None, (NO_VERSION.at(span, policy=known[0].label, month=str(month), held=held),))


def version_mistakes(policies: Sequence[Policy]) -> Iterator[Diagnostic]:
    """Versions of one policy that overlap, or leave months between them without any."""
    known = sorted(policies, key=lambda p: p.version)
    yield from _overlaps(known)
    by_start = sorted(known, key=lambda p: p.effective.start)
    for one, other in pairwise(by_start):
        end = one.effective.end
        if end is not None and end < other.effective.start:
            yield VERSIONS_GAP.at(
                whole_file(other.span.file), one=f"v{one.version}", other=f"v{other.version}",
                start=str(end), end=str(other.effective.start),
            )  # fmt: skip


def _overlaps(policies: Sequence[Policy]) -> Iterator[Diagnostic]:
    for one, other in combinations(policies, 2):
        if one.effective.overlaps(other.effective):
            month = max(one.effective.start, other.effective.start)
            yield VERSIONS_OVERLAP.at(
                whole_file(other.span.file),
                one.span,
                one=f"v{one.version}",
                other=f"v{other.version}",
                month=str(month),
            )
