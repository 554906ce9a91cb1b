"""Figures of the SQL beside those of the simulation: what differs, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tests.service.running import Computed


def differences(expected: Computed, found: Computed, most: int = 8) -> str:
    """The first few differences; empty where there is none."""
    lines = [*_of_months(expected, found), *_of_orders(expected, found)]
    left = len(lines) - most
    return "\n".join([*lines[:most], *([f"and {left} more"] if left > 0 else [])])


def _of_months(expected: Computed, found: Computed) -> Iterator[str]:
    """A row without a figure that is not 0 is no row."""
    for key in sorted({*expected.months, *found.months}):
        wanted, got = expected.months.get(key, {}), found.months.get(key, {})
        for column in wanted or got:
            one, other = wanted.get(column, 0), got.get(column, 0)
            if one != other and (wanted or any(got.values())):
                yield f"{key[0]} {key[1]} {column}: expected {one}, found {other}"


def _of_orders(expected: Computed, found: Computed) -> Iterator[str]:
    for order in sorted({*expected.orders, *found.orders}):
        wanted, got = expected.orders.get(order), found.orders.get(order)
        if wanted is None or got is None:
            yield f"order {order}: expected {wanted}, found {got}"
            continue
        for key, value in wanted.items():
            if value != got[key]:
                yield f"order {order} {key}: expected {value}, found {got[key]}"
