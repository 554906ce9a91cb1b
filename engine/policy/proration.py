"""What a policy says of parts of a month: `prorate` on a line, and `mid_month`."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from engine.core.record import record
from engine.core.span import Span
from engine.policy.checks.p217_method_needs import METHOD_NEEDS
from engine.source.document import Mapping, Node, Scalar

if TYPE_CHECKING:
    from engine.policy.model import FormulaText, Quantity, Reference
    from engine.policy.reading import Reading

# {link: state-rules}
StateRule = Literal["first_state", "last_state", "by_days"]

# What the roster says of the month, and `by: calendar_days` reads
DAYS_EMPLOYED = "在职天数"
DAYS_IN_MONTH = "当月天数"


@record(kw_only=True)
class Prorate:
    """amount × days ÷ base; `is_absence`: × (base − days) ÷ base. The limits are shares of 1."""

    by: Literal["calendar_days", "workdays"]
    days: FormulaText
    base: FormulaText
    is_absence: bool
    cap: Quantity | None
    floor: Quantity | None
    span: Span = field(compare=False)


@record
class PaidInFull:
    """`prorate: none`: the line is paid in full, however few days somebody was there."""


@record(kw_only=True)
class MidMonth:
    """Which state of the month pays where role or level change within it; None: not said.

    `version`: how the month is paid in which this version takes over on a later day than its first.
    """

    role: StateRule | None = None
    level: StateRule | None = None
    version: StateRule | None = None


@record(kw_only=True)
class CaseState:
    """What an agent of a worked example is on some days of the month."""

    role: Reference | None
    level: str
    days: int


def read_prorate(node: Node | None, key: Scalar, reading: Reading) -> Prorate | PaidInFull | None:
    """A line's `prorate`; what it lacks or has too much is noted."""
    if node is None:
        return None
    if not isinstance(node, Mapping):
        return PaidInFull()
    days, absent, base = (node.get(name) for name in ("days", "absent", "base"))
    cap, floor = (reading.optional_quantity(node, name) for name in ("cap", "floor"))
    if _text(node.get("by")) == "calendar_days":
        by = node.get("by") or key
        return Prorate(
            by="calendar_days", days=_named(DAYS_EMPLOYED, by, reading),
            base=_named(DAYS_IN_MONTH, by, reading), is_absence=False, cap=cap, floor=floor,
            span=node.span,
        )  # fmt: skip
    if base is None or (days is None) == (absent is None):
        needs = "base, days | absent"
        reading.found.append(METHOD_NEEDS.at(key.span, method="workdays", needs=needs))
    return Prorate(
        by="workdays", days=reading.formula(days or absent or key),
        base=reading.formula(base or key), is_absence=absent is not None, cap=cap, floor=floor,
        span=node.span,
    )  # fmt: skip


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _named(name: str, at: Node, reading: Reading) -> FormulaText:
    """A formula that nobody typed: one name, at the place of what stands for it."""
    typed = reading.formula(at)
    return type(typed)(name, typed.span)


def read_mid_month(node: Node | None) -> MidMonth:
    if not isinstance(node, Mapping):
        return MidMonth()
    role, level, version = (_text(node.get(n)) or None for n in ("role", "level", "version"))
    return MidMonth(role=role, level=level, version=version)  # type: ignore[arg-type]  # schema enum
