"""`service:` of a policy → its settings; what it does not write holds by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from engine.core.span import Span
from engine.policy.checks.p271_service_span import SERVICE_SPAN
from engine.policy.reading import Reading, entries, text_of
from engine.policy.service import Days, Hours, Service, ServiceSection
from engine.source.document import Mapping, Node, Scalar


def read_service(root: Mapping, reading: Reading) -> ServiceSection | None:
    """None where the policy has no such section."""
    node = root.get("service")
    if not isinstance(node, Mapping):
        return None
    written: dict[str, Any] = {}
    for setting in fields(Service):
        body = node.get(setting.name)
        if body is not None:
            written[setting.name] = _setting(setting.name, body, reading)
    key = next(key for key, body in root.pairs if body is node)
    return ServiceSection(Service(**written), tuple(written), reading.heading(key, node))


def _setting(name: str, node: Node, reading: Reading) -> object:
    special = _SPECIAL.get(name)
    if special is not None:
        return special(node, reading)
    text = text_of(node)
    if text in ("true", "false"):
        return text == "true"
    if text == "none":
        return None
    return int(text) if text.isdecimal() else text


def _words(node: Node, _: Reading) -> tuple[str, ...]:
    return tuple(text_of(item) for item in entries(node))


def _days(node: Node, reading: Reading) -> tuple[Days, ...]:
    found = (_range(item, reading) for item in entries(node) if isinstance(item, Mapping))
    return tuple(days for days in found if days is not None)


def _range(node: Mapping, reading: Reading) -> Days | None:
    first, last = _day(node.get("from")), _day(node.get("to"))
    if first is None or last is None or last < first:
        _refuse(node.span, node, reading)
        return None
    return Days(first, last + dt.timedelta(days=1))


def _day(node: Node | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text_of(node))
    except ValueError:
        return None


def _hours(node: Node, reading: Reading) -> Hours | None:
    if not isinstance(node, Mapping):
        return None
    start, end = _second(node.get("from")), _second(node.get("to"))
    if end <= start:
        _refuse(node.span, node, reading)
        return None
    return Hours(start, end)


def _decimal(node: Node, _: Reading) -> Decimal | None:
    """As it is written, so that 4.8 stays 4.8; None for `none`."""
    return node.number if isinstance(node, Scalar) else None


def _second(node: Node | None) -> int:
    hours, _, minutes = text_of(node).partition(":")
    return int(hours) * 3600 + int(minutes) * 60


def _refuse(span: Span, node: Mapping, reading: Reading) -> None:
    start, end = text_of(node.get("from")), text_of(node.get("to"))
    reading.found.append(SERVICE_SPAN.at(span, start=start, end=end))


_SPECIAL: dict[str, Callable[[Node, Reading], object]] = {
    "auto_prefixes": _words,
    "void_flags": _words,
    "blackout": _days,
    "service_hours": _hours,
    "follow_up_below": _decimal,
}
