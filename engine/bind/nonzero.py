"""What a condition shows not to be zero, so that it may be divided by."""

from __future__ import annotations

from engine.formula import nodes

_MIRRORED: dict[nodes.ComparisonSign, nodes.ComparisonSign] = {
    "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip
_OPPOSITE: dict[nodes.ComparisonSign, nodes.ComparisonSign] = {
    "=": "!=", "!=": "=", ">": "<=", "<=": ">", "<": ">=", ">=": "<",
}  # fmt: skip


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
    sign, amount, side = comparison.sign, comparison.right, comparison.left
    if not isinstance(amount, nodes.Number):
        amount, side, sign = comparison.left, comparison.right, _MIRRORED[sign]
    if not isinstance(amount, nodes.Number):
        return frozenset()
    bound = amount.amount
    excludes_zero = {
        "=": bound != 0,
        "!=": bound == 0,
        ">": bound >= 0,
        ">=": bound > 0,
        "<": bound <= 0,
        "<=": bound < 0,
    }
    effective = sign if holds else _OPPOSITE[sign]
    return frozenset({side}) if excludes_zero[effective] else frozenset()
