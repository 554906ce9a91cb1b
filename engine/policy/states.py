"""The sections `streaks`, `levels` and `notices`, and a line's `times`."""

from __future__ import annotations

from engine.policy.checks.p223_level_steps import LEVEL_STEPS
from engine.policy.periods import Ladder, Notice, Streak, Times
from engine.policy.reading import Reading, entries, mappings, reference, text_of
from engine.source.document import Mapping, Node, Scalar

EVERY_MONTH = tuple(range(1, 13))


def build_streaks(node: Node | None, reading: Reading) -> tuple[Streak, ...]:
    return tuple(_streak(key, body, reading) for key, body in mappings(node))


def _streak(key: Scalar, body: Mapping, reading: Reading) -> Streak:
    reached = body.get("reached")
    goal = text_of(reached.get("months")) if isinstance(reached, Mapping) else ""
    again = text_of(reached.get("again")) if isinstance(reached, Mapping) else ""
    return Streak(
        heading=reading.heading(key, body),
        condition=reading.formula(body.get("while") or key),
        absent=text_of(body.get("absent")),  # type: ignore[arg-type]  # schema enum
        goal=int(goal) if goal else None,
        again=again or None,  # type: ignore[arg-type]  # schema enum
    )


def build_ladders(node: Node | None, reading: Reading) -> tuple[Ladder, ...]:
    return tuple(_ladder(key, body, reading) for key, body in mappings(node))


def _ladder(key: Scalar, body: Mapping, reading: Reading) -> Ladder:
    months = entries(body.get("review"))
    ladder = Ladder(
        heading=reading.heading(key, body),
        steps=tuple(text_of(n) for n in entries(body.get("steps"))),
        start=reference(body.get("start") or key),
        promote=reading.optional_formula(body, "promote"),
        demote=reading.optional_formula(body, "demote"),
        if_both=text_of(body.get("if_both")) or None,  # type: ignore[arg-type]  # schema enum
        review=tuple(int(text_of(n)) for n in months) if months else EVERY_MONTH,
        effect=text_of(body.get("effect")),  # type: ignore[arg-type]  # schema enum
    )
    _check_steps(ladder, reading)
    return ladder


def _check_steps(ladder: Ladder, reading: Reading) -> None:
    name = ladder.heading.name
    twice = [step for step in dict.fromkeys(ladder.steps) if ladder.steps.count(step) > 1]
    if twice:
        reading.found.append(LEVEL_STEPS.at(ladder.heading.span, level=name, what=twice[0]))
    if ladder.start.name not in ladder.steps:
        reading.found.append(LEVEL_STEPS.at(ladder.start.span, level=name, what=ladder.start.name))
    moves_both_ways = ladder.promote is not None and ladder.demote is not None
    if moves_both_ways != (ladder.if_both is not None):
        reading.found.append(LEVEL_STEPS.at(ladder.heading.span, level=name, what="if_both"))
    if ladder.promote is None and ladder.demote is None:
        reading.found.append(LEVEL_STEPS.at(ladder.heading.span, level=name, what="promote"))


def build_notices(node: Node | None, reading: Reading) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            heading=reading.heading(key, body),
            when=reading.formula(body.get("when") or key),
            roles=tuple(reference(n) for n in entries(body.get("roles"))),
        )
        for key, body in mappings(node)
    )


def times_of(node: Node | None) -> Times | None:
    """How often a line is paid; None where nothing is said."""
    if not isinstance(node, Mapping):
        return None
    months = text_of(node.get("months"))
    return Times(at_most=int(text_of(node.get("at_most"))), months=int(months) if months else None)
