"""`check --resolved`: the service rules of a policy in words, written or holding by default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from engine.app.workspace import schema
from engine.core.record import record
from engine.core.text import Language, say
from engine.source.document import Mapping as MappingNode
from engine.source.document import Node
from engine.source.write import flow

SETTING_COLUMNS = ("group", "setting", "value", "origin", "question", "meaning")
NONE = "none"
Group = Literal["conversations", "responses", "people", "inquiries", "credit", "money", "duties"]


@record
class Setting:
    """`origin`: own, base or default. `meaning` is that of the reading, '' where it is a number."""

    group: Group
    name: str
    value: str
    origin: str
    question: str
    meaning: str


def settings_of(root: MappingNode, own: str, language: Language) -> tuple[Setting, ...]:
    """All settings, in the order of the schema; none where the policy has no use for them."""
    if not _uses_rows(root):
        return ()
    section = root.get("service")
    known = schema("policy")["properties"]["service"]["properties"]
    return tuple(
        _setting(
            name,
            entry,
            section.get(name) if isinstance(section, MappingNode) else None,
            own,
            language,
        )
        for name, entry in known.items()
        if "x-group" in entry  # not the clause and the remark of the section
    )


def setting_lines(settings: tuple[Setting, ...], language: Language) -> Iterator[str]:
    """Comments under the policy: a heading per group, then a line per setting."""
    if settings:
        yield "#"
        yield "# " + say(language, "check.service")
    group: Group | None = None
    for setting in settings:
        if setting.group != group:
            group = setting.group
            yield "# " + say(language, f"check.group.{group}")
        origin = say(language, f"check.origin.{setting.origin}")
        said = " → ".join(part for part in (setting.question, setting.meaning) if part)
        yield f"#   {setting.name}: {setting.value}  # {origin}; {said}"


def _uses_rows(root: MappingNode) -> bool:
    """A policy that has settings, or works a measure of its own out from chats and orders."""
    measures = root.get("measures")
    bodies = [body for _, body in measures.pairs] if isinstance(measures, MappingNode) else []
    has_rows = any(isinstance(body, MappingNode) and body.get("rows") for body in bodies)
    return root.get("service") is not None or has_rows


def _setting(
    name: str, entry: Mapping[str, Any], written: Node | None, own: str, language: Language
) -> Setting:
    value = _default(entry) if written is None else flow(written)
    origin = "default"
    if written is not None:
        origin = "own" if written.span.file == own else "base"
    return Setting(
        group=entry["x-group"],
        name=name,
        value=value,
        origin=origin,
        question=_in(language, entry["description"], "\n"),
        meaning=_meaning(entry, value, language),
    )


def _default(entry: Mapping[str, Any]) -> str:
    return _text(entry.get("default", NONE))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _meaning(entry: Mapping[str, Any], value: str, language: Language) -> str:
    known = [_text(one) for one in entry.get("enum", ())]
    if value not in known:
        return ""
    return _in(language, entry["enumDescriptions"][known.index(value)], " / ")


def _in(language: Language, words: str, between: str) -> str:
    """The schema has English before Chinese."""
    english, _, chinese = words.partition(between)
    return chinese if language == "zh" else english
