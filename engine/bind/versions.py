"""One pure function: shop, policy and month → the version in force, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from engine.bind.checks.b331_versions_overlap import VERSIONS_OVERLAP
from engine.bind.checks.b332_versions_gap import VERSIONS_GAP
from engine.bind.checks.b333_no_version import NO_VERSION
from engine.bind.checks.b334_month_not_whole import MONTH_NOT_WHOLE
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.errors import EngineBug
from engine.core.period import Days, Effective, Month, days_of, shown_start
from engine.core.record import record
from engine.core.span import whole_file
from engine.policy.model import Policy


def versions_label(versions: Iterable[int]) -> str:
    """`v3`, or `v2 + v3` where several share a month."""
    return " + ".join(f"v{version}" for version in versions)


@record(kw_only=True)
class OnDays:
    """A version, and the days of a month that it pays."""

    policy: Policy
    days: Days


@record(kw_only=True)
class Selection:
    """The version in force; `others` are the versions that were looked at and why not they.

    `parts`: where several versions pay the month by its days, all of them in order, the last of
    which is `policy`. `taking_over`: the versions that begin on a later day of the month.
    """

    policy: Policy
    month: Month
    others: tuple[Policy, ...]
    parts: tuple[OnDays, ...] = ()
    taking_over: tuple[Policy, ...] = ()


def version_in_force(policies: Iterable[Policy], month: Month) -> Outcome[Selection]:
    """Every day of the month must be covered by exactly one of the versions of one policy.

    Where a version begins within the month, it says which of them pay.
    """
    known = sorted(policies, key=lambda p: p.version)
    covering = [p for p in known if p.effective.within(month)]
    held = ", ".join(f"v{p.version} {p.effective}" for p in known)
    span = whole_file(known[0].span.file)
    if not covering:
        no_version = NO_VERSION.at(span, policy=known[0].label, month=str(month), held=held)
        return Outcome(None, (no_version,))
    overlaps = in_order(_overlaps(covering))
    if overlaps:
        return Outcome(None, overlaps)
    in_turn = sorted(covering, key=lambda p: p.effective.start)
    bare = ", ".join(str(days) for days in _bare_days(in_turn, month))
    if bare:
        values = {"policy": known[0].label, "month": str(month), "days": bare, "held": held}
        return Outcome(None, (MONTH_NOT_WHOLE.at(span, **values),))
    return Outcome(_selection(known, in_turn, month))


def paying(selection: Selection) -> tuple[OnDays, ...]:
    """What pays the month, in the order of the days: one version, or several."""
    whole = OnDays(policy=selection.policy, days=days_of(selection.month))
    return selection.parts or (whole,)


def _selection(known: Sequence[Policy], in_turn: Sequence[Policy], month: Month) -> Selection:
    pays = _taken_over(in_turn, month)
    return Selection(
        policy=pays[-1].policy,
        month=month,
        others=tuple(p for p in known if all(p is not one.policy for one in pays)),
        parts=tuple(pays) if len(pays) > 1 else (),
        taking_over=tuple(in_turn[1:]),
    )


def _taken_over(in_turn: Sequence[Policy], month: Month) -> list[OnDays]:
    """Each version that takes over says how what was so far and its own days are paid."""
    pays: list[OnDays] = []
    for policy in in_turn:
        days = policy.effective.within(month) or days_of(month)
        match policy.mid_month.version if pays else "last_state":
            case "last_state":  # also the first of all: what is before it is nothing
                pays = [OnDays(policy=policy, days=Days(month.start, days.end))]
            case "first_state":
                last = pays.pop()
                longer = Days(last.days.start, days.end)
                pays.append(OnDays(policy=last.policy, days=longer))
            case "by_days":
                pays.append(OnDays(policy=policy, days=days))
            case None:
                raise EngineBug(f"{policy.label} does not say how {month} is paid")
    return pays


def _bare_days(in_turn: Sequence[Policy], month: Month) -> Iterator[Days]:
    """The days of the month for which no version holds."""
    day = month.start
    for policy in in_turn:
        days = policy.effective.within(month) or days_of(month)
        if day < days.start:
            yield Days(day, days.start)
        day = days.end
    if day < days_of(month).end:
        yield Days(day, days_of(month).end)


def version_mistakes(policies: Sequence[Policy]) -> Iterator[Diagnostic]:
    """Versions of one policy that overlap, or leave days between them without any."""
    known = sorted(policies, key=lambda p: p.version)
    yield from _overlaps(known)
    by_start = sorted(known, key=lambda p: p.effective.start)
    for one, other in pairwise(by_start):
        end, start = one.effective.end, other.effective.start
        if end is not None and end < start:
            yield VERSIONS_GAP.at(
                whole_file(other.span.file), one=f"v{one.version}", other=f"v{other.version}",
                days=str(Effective(end, start)),
            )  # fmt: skip


def _overlaps(policies: Sequence[Policy]) -> Iterator[Diagnostic]:
    for one, other in combinations(policies, 2):
        if one.effective.overlaps(other.effective):
            first = max(one.effective.start, other.effective.start)
            yield VERSIONS_OVERLAP.at(
                whole_file(other.span.file),
                one.span,
                one=f"v{one.version}",
                other=f"v{other.version}",
                month=shown_start(first),
            )
