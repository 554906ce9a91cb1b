"""What a condition shows not to be zero, so that it may be divided by."""

from __future__ import annotations

from engine.formula import nodes


def shown_nonzero(condition: nodes.Expression, *, holds: bool) -> frozenset[nodes.Expression]:
    """Expressions that cannot be 0 where the condition holds (or, `holds` False, fails)."""
    match condition:
        case nodes.Comparison():
            return _nonzero_by_comparison(condition, holds=holds)
        case nodes.Logic() if (condition.word == "and") == holds:
            parts = (shown_nonzero(o, holds=holds) for o in condition.operands)
            return frozenset().union(*parts)
        case nodes.Negation():
            return shown_nonzero(condition.operand, holds=not holds)
        case _:
            return frozenset()


def _nonzero_by_comparison(
    comparison: nodes.Comparison, *, holds: bool
) -> frozenset[nodes.Expression]:
    sign, side, other = comparison.sign, comparison.left, comparison.right
    if not isinstance(other, nodes.Number):
        if not isinstance(side, nodes.Number):
            return frozenset()
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        side, other, sign = other, side, mirrored.get(sign, sign)  # type: ignore[assignment]
    amount = other.amount
    excludes_zero = {
        "=": amount != 0,
        "!=": amount == 0,
        ">": amount >= 0,
        ">=": amount > 0,
        "<": amount <= 0,
        "<=": amount < 0,
    }
    opposite = {"=": "!=", "!=": "=", ">": "<=", "<=": ">", "<": ">=", ">=": "<"}
    effective = sign if holds else opposite[sign]
    return frozenset({side}) if excludes_zero[effective] else frozenset()
