"""What the script of a page makes of its packed explanations, in Python."""

from __future__ import annotations

import json
from typing import Any

Step = tuple[int, str, str, str, tuple[tuple[str, str], ...]]


def unpacked(text: str) -> list[list[tuple[str, list[Step]]]]:
    """Each explanation's payslips: title and steps."""
    found = json.loads(text)
    return [[_payslip(found, *one) for one in payslips] for payslips in found["told"]]


def _payslip(found: dict[str, Any], title: str, form: int, numbers: str) -> tuple[str, list[Step]]:
    left = numbers.split(" ") if numbers else []

    def filled(text: str | list[str]) -> str:
        if isinstance(text, str):
            return text
        whole = text[0]
        for piece in text[1:]:
            whole += left.pop(0) + piece
        return whole

    steps: list[Step] = []
    for number in found["forms"][form]:
        depth, item, first, second, *told = found["shapes"][number]
        before = filled(first)
        after = before if second == 0 else filled(second)
        how = [(told[place], filled(told[place + 1])) for place in range(0, len(told), 2)]
        steps.append((depth, item, before, after, tuple(how)))
    assert not left, "numbers that no gap takes"
    return title, steps
