"""Every order that can occur, cut where the rules cut: none covered, two that clash, never matched.

The cut is that of decision tables. States that fit the same rules are looked at once, so that two
thousand rules take no longer than their parts; the look is exact, not a search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.bind.cells import bands
from engine.bind.checks.b345_too_many_parts import TOO_MANY_PARTS
from engine.bind.checks.b385_order_uncovered import ORDER_UNCOVERED
from engine.bind.checks.b386_flag_rules_clash import FLAG_RULES_CLASH
from engine.bind.checks.b387_flag_rule_unreachable import FLAG_RULE_UNREACHABLE
from engine.bind.decision_space import OTHER, Dimension, Part, matches_of
from engine.bind.flag_model import ANY, UNKNOWN, BoundFlags, FlagFact
from engine.core.diagnostic import Diagnostic
from engine.core.span import Span
from engine.policy.flag_rules import FlagRules
from engine.policy.model import Decision, DecisionRow, FormulaText, Test

MOST_STATES = 200_000
SHOWN_GAPS = 3
_PLACES = 2


def flag_mistakes(flags: BoundFlags, rules: FlagRules) -> Iterator[Diagnostic]:
    """What orders no rule covers, which rules clash, which never match."""
    decision = _as_decision(flags)
    dimensions = tuple(_dimension(flags, index) for index in range(len(flags.facts)))
    look = _Look(flags, matches_of(decision, dimensions))
    if not look.everything():
        parts, most = str(look.states), str(MOST_STATES)
        yield TOO_MANY_PARTS.at(rules.span, decision="flags", parts=parts, most=most)
        return
    if look.gaps and rules.otherwise is None:
        yield ORDER_UNCOVERED.at(rules.span, example="; ".join(look.gaps[:SHOWN_GAPS]))
    for (one, other), example in sorted(look.clashes.items()):
        first, second = flags.rules[one], flags.rules[other]
        yield FLAG_RULES_CLASH.at(
            second.heading.span, first.heading.span, rule=second.name, other=first.name,
            example=example,
        )  # fmt: skip
    for index, rule in enumerate(flags.rules):
        if not look.hit >> index & 1:
            yield FLAG_RULE_UNREACHABLE.at(rule.heading.span, rule=rule.name)


def _as_decision(flags: BoundFlags) -> Decision:
    nowhere = Span(file="")
    return Decision(
        heading=flags.heading,
        hit=flags.hit,
        inputs=tuple((fact.shown, FormulaText(fact.key, nowhere)) for fact in flags.facts),
        outputs=(),
        rows=tuple(
            DecisionRow(
                tests=tuple(Test(text, nowhere) for text in rule.tests), gives=(), span=nowhere
            )
            for rule in flags.rules
        ),
    )


def _dimension(flags: BoundFlags, index: int) -> Dimension:
    fact = flags.facts[index]
    asks_unknown = any(UNKNOWN in rule.tests[index].split("、") for rule in flags.rules)
    unknown = (UNKNOWN,) if asks_unknown else ()
    if fact.kind == "number":
        return _numbers(rule.tests[index] for rule in flags.rules)
    if fact.kind == "yes_no":
        return Dimension(words=("true", "false", *unknown))
    if fact.words is None:
        return Dimension(is_open=True)
    return Dimension(words=(*fact.words, *unknown))


def _numbers(cells: Iterable[str]) -> Dimension:
    """One more than the outermost edges is as good as any other number out there."""
    found = [b for cell in dict.fromkeys(cells) if cell != ANY for b in bands(cell) or ()]
    edges = [e.amount for b in found for e in (b.low, b.high) if e.amount is not None]
    if not edges:
        return Dimension(places=_PLACES)
    return Dimension(low=min(edges) - 1, high=max(edges) + 1, places=_PLACES)


@dataclass
class _Look:
    """Walks fact by fact; what is left of the rules, as bits, decides all that can follow."""

    flags: BoundFlags
    cut: tuple[tuple[Part, ...], ...]
    gaps: list[str] = field(default_factory=list)
    clashes: dict[tuple[int, int], str] = field(default_factory=dict)
    hit: int = 0
    seen: set[tuple[int, int]] = field(default_factory=set)

    @property
    def states(self) -> int:
        return len(self.seen)

    def everything(self) -> bool:
        """False if there were too many states to look at."""
        every = (1 << len(self.flags.rules)) - 1
        waiting: list[tuple[int, tuple[str, ...]]] = [(every, ())]
        while waiting:
            rules, values = waiting.pop()
            depth = len(values)
            if (depth, rules) in self.seen:
                continue
            self.seen.add((depth, rules))
            if len(self.seen) > MOST_STATES:
                return False
            if depth == len(self.cut) or not rules:
                self._reached(rules, values)
                continue
            waiting.extend(
                (rules & part.rows, (*values, part.example)) for part in reversed(self.cut[depth])
            )
        return True

    def _reached(self, rules: int, values: tuple[str, ...]) -> None:
        rest = tuple(parts[0].example for parts in self.cut[len(values) :])
        example = self._example((*values, *rest))
        first = rules & -rules
        if not rules:
            self.gaps.append(example)
        if self.flags.hit == "first":
            self.hit |= first
            return
        self.hit |= rules
        self._clashing(rules, example)

    def _clashing(self, rules: int, example: str) -> None:
        fitting = [index for index in range(rules.bit_length()) if rules >> index & 1]
        for index in fitting[1:]:
            if self.flags.rules[index].asks != self.flags.rules[fitting[0]].asks:
                self.clashes.setdefault((fitting[0], index), example)
                return

    def _example(self, values: tuple[str, ...]) -> str:
        facts = self.flags.facts
        return ", ".join(
            f"{f.shown} = {_said(f, v, self.flags)}" for f, v in zip(facts, values, strict=True)
        )


def _said(fact: FlagFact, value: str, flags: BoundFlags) -> str:
    """The value in the author's language."""
    if value == OTHER or value in fact.said:
        return fact.said.get(value, value)
    words = {"true": ("是", "yes"), "false": ("否", "no"), UNKNOWN: ("未知", UNKNOWN)}
    chinese, english = words.get(value, (value, value))
    return chinese if flags.is_chinese else english
