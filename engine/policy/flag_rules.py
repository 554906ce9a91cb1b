"""The `flags` section: which flag and memo an order should have."""

from __future__ import annotations

import re
from collections.abc import Mapping as TextMapping
from dataclasses import field
from typing import Literal

from engine.core.record import record
from engine.core.span import Span
from engine.policy.checks.p261_memo_template import MEMO_TEMPLATE
from engine.policy.model import Heading, Reference, Test
from engine.policy.reading import Reading, entries, mappings, pairs, reference, text_of
from engine.source.document import Mapping, Node, Scalar

Place = Literal["memo", "flag_event", "credit"]
Moment = Literal["created", "paid", "shipped", "received"]
DateForm = Literal["m.d", "mm-dd", "m/d", "m月d日", "yyyy-mm-dd"]
NONE = "none"
_FIELD = re.compile(r"\{([^{}]*)\}")


@record
class MemoPart:
    """A piece of a template: `field` names what stands there, or `text` is meant as it is."""

    field: str = ""
    text: str = ""


@record
class MemoTemplate:
    parts: tuple[MemoPart, ...]
    text: str
    span: Span = field(compare=False)

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(part.field for part in self.parts if part.field)


@record
class Deadline:
    hours: int
    after: Moment


@record(kw_only=True)
class FlagRule:
    """`tests`: (fact as written, cell). `responsible`: `handler`, or a post or name as written."""

    heading: Heading
    tests: tuple[tuple[Reference, Test], ...]
    colour: Reference
    memo: MemoTemplate | None
    reason: str
    responsible: str
    deadline: Deadline | None
    severity: Literal["minor", "normal", "serious"]


@record(kw_only=True)
class SearchedWords:
    """A fact: whether one of `words` stands in one of the columns."""

    heading: Heading
    columns: tuple[str, ...]
    words: tuple[str, ...]


@record(kw_only=True)
class FlagCase:
    name: str
    order: tuple[tuple[Reference, Test], ...]
    rule: str
    colour: str
    span: Span = field(compare=False)


@record(kw_only=True)
class Upload:
    encoding: Literal["GB18030", "UTF-8"] = "GB18030"
    bytes: int = 1000


@record(kw_only=True)
class FlagRules:
    """Names of colours, facts and columns are as written; `bind` looks them up."""

    heading: Heading
    source: Reference
    codes: tuple[tuple[Reference, tuple[tuple[str, Reference], ...]], ...]
    statuses: tuple[tuple[str, Reference], ...]
    meanings: tuple[tuple[Reference, str], ...]
    blank: tuple[Reference, ...]
    words: tuple[SearchedWords, ...]
    handled_by: tuple[Place, ...]
    names: TextMapping[str, tuple[str, ...]]
    date: DateForm
    keeps_memo: bool
    upload: Upload
    hit: Literal["unique", "first"]
    rules: tuple[FlagRule, ...]
    otherwise: Reference | None
    voids: tuple[Reference, ...]
    cases: tuple[FlagCase, ...]
    span: Span = field(compare=False)


def build_flags(root: Mapping, reading: Reading) -> FlagRules | None:
    body = root.get("flags")
    key = next((k for k, _ in root.pairs if k.text == "flags"), None)
    if not isinstance(body, Mapping) or key is None:
        return None
    rules = tuple(_rule(k, b, reading) for k, b in mappings(body.get("rules")))
    upload, voids, otherwise = body.get("upload"), body.get("voids"), body.get("otherwise")
    return FlagRules(
        heading=reading.heading(key, body),
        source=reference(_node(body, "source")),
        codes=tuple((_named(k), _colours(b)) for k, b in mappings(body.get("codes"))),
        statuses=tuple((k.text, reference(n)) for k, n in pairs(body.get("statuses"))),
        meanings=tuple((_named(k), text_of(n)) for k, n in pairs(body.get("meanings"))),
        blank=tuple(reference(n) for n in entries(body.get("blank"))),
        words=tuple(_words(k, b, reading) for k, b in mappings(body.get("words"))),
        handled_by=tuple(text_of(n) for n in entries(body.get("handled_by"))),  # type: ignore[misc]  # schema enum
        names={
            k.text: tuple(text_of(one) for one in entries(n)) for k, n in pairs(body.get("names"))
        },
        date=text_of(body.get("date")) or "m.d",  # type: ignore[arg-type]  # schema enum
        keeps_memo=text_of(body.get("keep")) != "replace",
        upload=_upload(upload) if isinstance(upload, Mapping) else Upload(),
        hit=text_of(body.get("hit")),  # type: ignore[arg-type]  # schema enum
        rules=rules,
        otherwise=reference(otherwise) if otherwise is not None else None,
        voids=tuple(
            reference(n)
            for n in entries(voids.get("flags") if isinstance(voids, Mapping) else None)
        ),
        cases=tuple(_case(n) for n in entries(body.get("cases")) if isinstance(n, Mapping)),
        span=key.span,
    )


def _node(body: Mapping, key: str) -> Node:
    return body.get(key) or body


def _named(key: Scalar) -> Reference:
    return Reference(key.text, key.span)


def _colours(body: Mapping) -> tuple[tuple[str, Reference], ...]:
    return tuple((code.text, reference(colour)) for code, colour in body.pairs)


def _words(key: Scalar, body: Mapping, reading: Reading) -> SearchedWords:
    return SearchedWords(
        heading=reading.heading(key, body),
        columns=tuple(text_of(n) for n in entries(body.get("in"))),
        words=tuple(text_of(n) for n in entries(body.get("any"))),
    )


def _upload(body: Mapping) -> Upload:
    return Upload(
        encoding=text_of(body.get("encoding")) or "GB18030",  # type: ignore[arg-type]  # schema enum
        bytes=int(text_of(body.get("bytes")) or Upload().bytes),
    )


def _rule(key: Scalar, body: Mapping, reading: Reading) -> FlagRule:
    deadline, memo = body.get("deadline"), body.get("memo")
    return FlagRule(
        heading=reading.heading(key, body),
        tests=_tests(body.get("when")),
        colour=reference(_node(body, "flag")),
        memo=None if memo is None else _template(memo, reading),
        reason=text_of(body.get("reason")),
        responsible=text_of(body.get("responsible")) or "handler",
        deadline=_deadline(deadline) if isinstance(deadline, Mapping) else None,
        severity=text_of(body.get("severity")) or "normal",  # type: ignore[arg-type]  # schema enum
    )


def _tests(node: Node | None) -> tuple[tuple[Reference, Test], ...]:
    return tuple((_named(k), Test(text_of(n).strip(), n.span)) for k, n in pairs(node))


def _deadline(body: Mapping) -> Deadline:
    return Deadline(int(text_of(body.get("hours"))), text_of(body.get("after")))  # type: ignore[arg-type]


def _case(body: Mapping) -> FlagCase:
    expected = body.get("expect")
    expect = expected if isinstance(expected, Mapping) else body
    return FlagCase(
        name=text_of(body.get("case")),
        order=_tests(body.get("order")),
        rule=text_of(expect.get("rule")),
        colour=text_of(expect.get("flag")),
        span=_node(body, "case").span,
    )


def _template(node: Node, reading: Reading) -> MemoTemplate:
    """`{reason}+{agent}/{date}` → its parts; braces that are not closed are no template."""
    text = text_of(node)
    parts: list[MemoPart] = []
    at = 0
    for match in _FIELD.finditer(text):
        if match.start() > at:
            parts.append(MemoPart(text=text[at : match.start()]))
        parts.append(MemoPart(field=match[1].strip()))
        at = match.end()
    if at < len(text):
        parts.append(MemoPart(text=text[at:]))
    is_readable = not any(
        (part.text and set(part.text) & set("{}")) or not (part.text or part.field)
        for part in parts
    )
    if not is_readable:
        reading.found.append(MEMO_TEMPLATE.at(node.span, written=text))
    return MemoTemplate(tuple(parts), text, node.span)
