"""`seek`: the values for which a month costs a budget, or so many reach a grade."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from engine.app.checks.w976_no_such_value import NO_SUCH_VALUE
from engine.app.checks.w978_no_such_grade import NO_SUCH_GRADE
from engine.app.month import Show
from engine.app.payouts import money
from engine.app.result import Result
from engine.app.sampling import differing, sampled
from engine.app.sweeping import (
    SweepRequest,
    all_of,
    cost_before,
    facts_of,
    outlook_of,
    refused_table,
    seed_of,
    shares_table,
    variants_table,
)
from engine.app.variants import Outlook
from engine.app.varying import Variant
from engine.app.workspace import Workspace
from engine.backends.variants import Tally
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.number import has_ratio_sign, parse_quantity
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.report.model import Cell, Report, Table


@record(kw_only=True)
class SeekRequest:
    """What is varied, and one aim: a budget, the share of a grade, or the cost as it is."""

    sweep: SweepRequest
    cost: Decimal | None = None
    share: str | None = None


@record(kw_only=True)
class Aim:
    """What is measured of each variant, the wanted measure, and how it was said."""

    measure: Callable[[Tally], Fraction]
    wanted: Fraction
    shown: str
    is_kept: bool = False


@record(kw_only=True)
class Found:
    """A variant that is reported, and as what: exactly, within, beyond, nearest, as_is."""

    variant: Variant
    found_as: str


def seek(workspace: Workspace, request: SeekRequest, language: Language, show: Show) -> Result:
    """Every value of the stated steps is worked out: nothing is taken to rise or fall evenly."""
    seen = outlook_of(workspace, request.sweep, show)
    if seen.value is None:
        return Result(report=Report(command="seek"), diagnostics=seen.diagnostics)
    outlook = seen.value
    aim = _aim(outlook, request)
    found = tuple(_kept(outlook, aim) if aim.is_kept else _nearest(outlook, aim))
    checked = sampled(outlook, _ends(found), seed_of(outlook, request.sweep))
    differences = in_order(differing(outlook, checked))
    if differences:
        return Result(report=Report(command="seek"), diagnostics=differences)
    report = _report(outlook, request, aim, found, language)
    facts = (*report.facts, ("checked_count", len(checked)))
    return Result(
        report=Report(command="seek", facts=facts, tables=report.tables, notes=report.notes),
        diagnostics=tuple(_nothing(outlook, aim, found)),
    )


def _aim(outlook: Outlook, request: SeekRequest) -> Aim:
    if request.share is not None:
        return _share_aim(outlook, request.share)
    if request.cost is not None:
        wanted = request.cost
        return Aim(measure=_cost, wanted=Fraction(wanted), shown=money(wanted))
    before = cost_before(outlook)
    return Aim(measure=_cost, wanted=Fraction(before), shown=money(before), is_kept=True)


def _cost(tally: Tally) -> Fraction:
    return Fraction(tally.cost)


def _share_aim(outlook: Outlook, text: str) -> Aim:
    """`评级.等级=优秀:20%`: a column of words, one of them, and the percent that reach it."""
    column, _, rest = text.partition("=")
    word, _, percent = rest.rpartition(":")
    wanted = parse_quantity(percent)
    names = outlook.ground.bound.names
    key = names.get(column.strip(), column.strip())
    words = [w for variant in outlook.paying[:1] for w in outlook.tallies[variant.index].words]
    known = [f"{item}={one}" for item, one in words]
    if wanted is None or not has_ratio_sign(percent) or (key, word.strip()) not in words:
        where = whole_file("--share")
        near = closest(f"{key}={word.strip()}", known)
        raise EngineError(NO_SUCH_GRADE.at(where, written=text, closest=near))
    grade = (key, word.strip())

    def measure(tally: Tally) -> Fraction:
        return Fraction(tally.words.get(grade, 0), max(all_of(tally.words, key), 1))

    return Aim(measure=measure, wanted=Fraction(wanted), shown=text)


def _nearest(outlook: Outlook, aim: Aim) -> Iterator[Found]:
    """The nearest that does not exceed what is wanted, and the next one beyond it; all ties."""
    measured = [(aim.measure(outlook.tallies[v.index]), v) for v in outlook.paying]
    within = [m for m, _ in measured if m <= aim.wanted]
    beyond = [m for m, _ in measured if m > aim.wanted]
    if within:
        best = max(within)
        word = "exactly" if best == aim.wanted else "within"
        yield from (Found(variant=v, found_as=word) for m, v in measured if m == best)
    if beyond:
        following = min(beyond)
        yield from (Found(variant=v, found_as="beyond") for m, v in measured if m == following)


def _kept(outlook: Outlook, aim: Aim) -> Iterator[Found]:
    """The policy as it is, if it is among the variants, and the others whose cost is nearest."""
    unchanged = [v for v in outlook.paying if _is_unchanged(outlook, v)]
    yield from (Found(variant=v, found_as="as_is") for v in unchanged)
    apart = [
        (abs(aim.measure(outlook.tallies[v.index]) - aim.wanted), v)
        for v in outlook.paying
        if v not in unchanged
    ]
    least = min((distance for distance, _ in apart), default=None)
    word = "nearest" if least else "exactly"
    yield from (Found(variant=v, found_as=word) for distance, v in apart if distance == least)


def _is_unchanged(outlook: Outlook, variant: Variant) -> bool:
    asked = outlook.asked
    written = [parse_quantity(axis.number.scalar.text) for axis in asked.axes]
    balance = asked.balance
    is_same = balance is None or parse_quantity(variant.balance) == parse_quantity(
        balance.scalar.text
    )
    return is_same and list(variant.amounts) == written


def _ends(found: Sequence[Found]) -> tuple[int, ...]:
    """Of many equal ones the first and the last are run again by themselves."""
    chosen: dict[str, list[int]] = {}
    for one in found:
        chosen.setdefault(one.found_as, []).append(one.variant.index)
    return tuple(number for same in chosen.values() for number in (same[0], same[-1]))


def _nothing(outlook: Outlook, aim: Aim, found: Sequence[Found]) -> Iterator[Diagnostic]:
    """Where no variant meets the aim; the nearest is in the report all the same."""
    if any(one.found_as in ("exactly", "within") for one in found):
        return
    nearest = next((one.variant.shown for one in found if one.found_as != "as_is"), "")
    yield NO_SUCH_VALUE.at(outlook.asked.axes[0].number.scalar.span, aim=aim.shown, nearest=nearest)


def _report(
    outlook: Outlook,
    request: SeekRequest,
    aim: Aim,
    found: Sequence[Found],
    language: Language,
) -> Report:
    facts: tuple[tuple[str, Cell], ...] = (
        *facts_of(outlook, request.sweep),
        ("aim", aim.shown),
        ("found_count", sum(one.found_as not in ("beyond", "as_is") for one in found)),
        ("turn_count", _turns(outlook, aim)),
    )
    words = [say(language, f"seek.{one.found_as}") for one in found]
    variants = [one.variant for one in found]
    tables: list[Table] = [variants_table("found_variants", outlook, variants, words)]
    if request.share is not None:
        tables.append(shares_table(outlook, variants))
    tables.append(refused_table(outlook, language))
    notes = (say(language, "seek.turns"),) if _turns(outlook, aim) else ()
    return Report(command="seek", facts=facts, tables=tuple(tables), notes=notes)


def _turns(outlook: Outlook, aim: Aim) -> int:
    """How often the measure turns from rising to falling or back, along one varied number."""
    if len(outlook.asked.axes) > 1:
        return 0
    measured = [aim.measure(outlook.tallies[v.index]) for v in outlook.paying]
    rises = [later > earlier for earlier, later in pairwise(measured) if later != earlier]
    return sum(one != other for one, other in pairwise(rises))
