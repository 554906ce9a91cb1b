"""The facts of one order and the rule that fits it, again in plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from engine.bind.flag_model import ANY, NOBODY, UNKNOWN, BoundFlags, FlagFact
from engine.core.errors import EngineBug
from engine.core.record import record
from engine.replay.decisions import fits

Fact = Decimal | str | None
Order = Mapping[str, object]
_HOUR = 3600


@record
class Choice:
    """`rule`: the index of the rule, None for none. `lacking`: what must be known to be sure."""

    rule: int | None
    lacking: tuple[str, ...] = ()


def choose(flags: BoundFlags, facts: Mapping[str, Fact]) -> Choice:
    """The first rule that may fit; what it asks and nobody knows makes the order undecided."""
    for index, rule in enumerate(flags.rules):
        lacking: list[str] = []
        for fact, cell in zip(flags.facts, rule.tests, strict=True):
            value = facts[fact.key]
            if value is None:
                if cell != ANY and UNKNOWN not in cell.split("、"):
                    lacking.append(fact.shown)
            elif not fits(cell, value):
                break
        else:
            return Choice(index, tuple(lacking))
    return Choice(None)


def facts_of(
    flags: BoundFlags, order: Order, refunds: Iterable[str], handler: str | None, as_of: dt.datetime
) -> Mapping[str, Fact]:
    """What is known of an order. `refunds`: the status of each of its refunds."""
    reading = _Reading(flags, order, tuple(refunds), handler, as_of)
    return {fact.key: reading.fact(fact) for fact in flags.facts}


@record
class _Reading:
    flags: BoundFlags
    order: Order
    refunds: Sequence[str]
    handler: str | None
    as_of: dt.datetime

    def fact(self, fact: FlagFact) -> Fact:
        if fact.searched:
            return self._searched(fact)
        worked_out = _WORKED_OUT.get(fact.key)
        return worked_out(self) if worked_out else self._cell(fact)

    def _cell(self, fact: FlagFact) -> Fact:
        value = self.order.get(fact.key)
        if value is None and fact.key in self.flags.blank:
            return Decimal(0) if fact.kind == "number" else ""
        if value is None or isinstance(value, str | Decimal):
            return value
        raise EngineBug(f"{fact.key} is {value!r}")

    def _discount(self) -> Decimal | None:
        changed = self.order.get("price_changed")
        if isinstance(changed, Decimal):
            return -changed
        return Decimal(0) if self._says("price_changed") else None

    def _state(self) -> str | None:
        return self.flags.statuses.get(str(self.order.get("status")))

    def _says(self, *columns: str) -> bool:
        return all(column in self.flags.blank for column in columns)

    def _stage(self) -> str | None:
        paid, shipped = self.order.get("paid"), self.order.get("shipped")
        if self._state():
            return self._state()
        if self.order.get("received"):
            return "received"
        if not self._says("received"):
            return None
        if shipped:
            return "shipped"
        if not self._says("shipped"):
            return None
        if paid:
            return "unshipped"
        return "unpaid" if self._says("paid") else None

    def _shipped(self) -> str | None:
        if self.order.get("shipped") or self._state() in ("shipped", "received"):
            return "true"
        is_known = self._state() in ("unpaid", "unshipped") or self._says("shipped")
        return "false" if is_known else None

    def _refund(self) -> str | None:
        refunded = self.order.get("refunded")
        if "退款成功" in self.refunds or (isinstance(refunded, Decimal) and refunded > 0):
            return "done"
        if any(status != "退款关闭" for status in self.refunds):
            return "applied"
        is_known = bool(self.refunds) or refunded == 0 or self._says("refunded")
        return "none" if is_known else None

    def _hours(self) -> Decimal | None:
        paid, shipped = self.order.get("paid"), self.order.get("shipped")
        if not isinstance(paid, dt.datetime):
            return None
        if isinstance(shipped, dt.datetime):
            end = shipped
        elif self._shipped() == "false" and self._stage() != "closed":
            end = self.as_of
        else:
            return None
        seconds = (end - paid) // dt.timedelta(seconds=1)
        # towards zero, as integers are divided elsewhere
        return Decimal(abs(seconds) // _HOUR * (1 if seconds >= 0 else -1))

    def _address(self) -> str | None:
        changed = self.order.get("address_changed")
        if changed is None:
            return "false" if self._says("address_changed") else None
        return "true" if changed else "false"

    def _handler(self) -> str:
        return self.handler or NOBODY

    def _searched(self, fact: FlagFact) -> str | None:
        texts = {column: self.order.get(column) for column in fact.columns}
        if any(word in str(t) for t in texts.values() if t is not None for word in fact.searched):
            return "true"
        is_known = all(t is not None or self._says(column) for column, t in texts.items())
        return "false" if is_known else None


_WORKED_OUT: Mapping[str, Callable[[_Reading], Fact]] = {
    "stage": _Reading._stage,
    "shipped": _Reading._shipped,
    "refund": _Reading._refund,
    "hours_to_ship": _Reading._hours,
    "handler": _Reading._handler,
    "address_changed": _Reading._address,
    "discount": _Reading._discount,
}
