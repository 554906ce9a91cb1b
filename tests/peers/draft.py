"""A policy in the making: what a translator declares becomes the YAML that an author would type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import yaml

from engine.core.number import plain, scale_of

EXACT = {"places": 12, "mode": "half_up"}
NEVER_BELOW = Decimal(1)
Figures = Mapping[str, str]


class NotExpressible(Exception):
    """The language has no words for this; the text says which words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One case of a peer: figures in, values out. An empty `expect` value: nothing may come out."""

    name: str
    given: Figures
    expect: Figures
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A policy with its cases, or one that must be refused with one of `codes`.

    `lacking` says which part of the peer's case the language has no words for.
    """

    name: str
    policy: str
    cases: tuple[Worked, ...] = ()
    codes: tuple[str, ...] = ()
    lacking: str = ""
    note: str = ""


@dataclass
class Draft:
    """Sections that grow while a case is translated."""

    roles: tuple[str, ...] = ("asked",)
    measures: dict[str, object] = field(default_factory=dict)
    tables: dict[str, object] = field(default_factory=dict)
    decisions: dict[str, object] = field(default_factory=dict)
    formulas: dict[str, object] = field(default_factory=dict)
    pay: dict[str, object] = field(default_factory=dict)
    cases: list[Worked] = field(default_factory=list)

    def measure(self, name: str, values: Sequence[str], unit: str = "ratio") -> str:
        """Declare a figure whose bounds let all these values in."""
        numbers = [Decimal(value) for value in values]
        least = min([Decimal(0), *(_outward(n) for n in numbers)])
        most = max([NEVER_BELOW, *(_outward(n) for n in numbers)])
        self.measures[name] = {
            "unit": unit,
            "places": max([0, *(scale_of(n) for n in numbers)]),
            "min": plain(least),
            "max": plain(most),
        }
        return name

    def line(self, name: str, amount: str, rounding: Mapping[str, object] = EXACT) -> str:
        self.pay[name] = {"amount": amount, "round": dict(rounding)}
        return name

    def drop_unused(self) -> list[str]:
        """Takes away the measures that nothing reads; gives their names."""
        readers = (self.tables, self.decisions, self.formulas, self.pay)
        read = set(re.findall(r"\w+", yaml.dump(readers, Dumper=_Typed, allow_unicode=True)))
        unused = [name for name in self.measures if name not in read]
        for name in unused:
            del self.measures[name]
        return unused

    def text(self) -> str:
        lines = self.pay or {"nothing": {"amount": "0"}}
        sections: dict[str, object] = {
            "format": 1, "policy": "peer", "shop": "peers", "version": 1, "title": "a peer's case",
            "effective": {"from": "2024-01"}, "currency": "CNY", "sources": {"peer": "a peer"},
            "round": {"lines": dict(EXACT)},
            "measures": self.measures,
            "roles": {role: {"pay": list(lines)} for role in self.roles},
            "tables": self.tables, "decisions": self.decisions, "formulas": self.formulas,
            "pay": lines,
            "cases": [_case(worked) for worked in self.cases],
        }  # fmt: skip
        kept = {key: section for key, section in sections.items() if section}
        return yaml.dump(kept, Dumper=_Typed, sort_keys=False, allow_unicode=True, width=200)


def _outward(number: Decimal) -> Decimal:
    """The next power of ten, so that a figure has room on its side of zero."""
    size = Decimal(10) ** (abs(number).adjusted() + 1) if number else NEVER_BELOW
    return size if number >= 0 else -size


def _case(worked: Worked) -> dict[str, object]:
    case: dict[str, object] = {"case": worked.name, "why": "as the source says"}
    if worked.level:
        case["level"] = worked.level
    if worked.given:
        case["given"] = dict(worked.given)
    return {**case, "expect": dict(worked.expect)}


class _Typed(yaml.SafeDumper):
    """YAML as a person types it: nothing is shared by anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True
