"""What a line is called, against what it can pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bind.checks.b374_category_sign import CATEGORY_SIGN
from engine.bind.model import Item
from engine.core.diagnostic import Diagnostic
from engine.policy.model import Line

# statutory lines go both ways: what is withheld, and what the law makes an employer add
_TAKES = ("not_earned", "fine", "compensation")


def misnamed(items: Iterable[Item]) -> Iterator[Diagnostic]:
    """A deduction that can only add, and earned pay that can only take."""
    for item in items:
        line, low, high = item.definition, item.type.low, item.type.high
        if not isinstance(line, Line) or line.category is None or (not low and not high):
            continue
        is_wrong = low >= 0 if line.category in _TAKES else line.category == "earned" and high <= 0
        if is_wrong:
            yield CATEGORY_SIGN.at(item.span, line=item.key, category=line.category)
