"""`--set service.…`: a service rule that the policy leaves at its default, put into its text."""

from __future__ import annotations

from dataclasses import fields, replace

from engine.app.checks.w951_not_set import NOT_SET
from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.policy.file import PolicyFile
from engine.policy.service import Service
from engine.source.document import Document, Mapping
from engine.source.patch import source_of
from engine.source.paths import node_at
from engine.source.read import read

_SECTION = "service"
_NAMES = frozenset(setting.name for setting in fields(Service))


def is_default_rule(path: str) -> bool:
    """Whether the path names a service rule, which a policy need not write."""
    section, _, name = path.partition(".")
    return section == _SECTION and name in _NAMES


def default_of(path: str) -> str:
    """As a policy would write it."""
    default = getattr(Service(), path.partition(".")[2])
    if default is None:
        return "none"
    return str(default).lower() if isinstance(default, bool) else str(default)


def with_rule(file: PolicyFile, path: str, text: str) -> PolicyFile:
    """The file with the rule written; what would not read as that one value is refused."""
    document = read(file.name, file.content).value
    assert document is not None, "it was read a moment ago"
    changed = _written(document, path.partition(".")[2], text).encode()
    again = read(file.name, changed).value
    node = node_at(again.root, path, lambda one, other: one == other) if again else None
    if node is None or "\n" in text:
        raise EngineError(NOT_SET.at(whole_file(file.name), path=path, problem=text))
    return replace(file, content=changed)


def _written(document: Document, name: str, text: str) -> str:
    source = source_of(document)
    section = document.root.get(_SECTION)
    if not isinstance(section, Mapping):
        return f"{source.text.rstrip()}\n{_SECTION}:\n  {name}: {text}\n"
    key = section.pairs[0][0]
    at = source.start(key.span)
    is_flow = source.text[:at].rstrip().endswith("{")
    between = ", " if is_flow else "\n" + " " * (key.span.column - 1)
    return f"{source.text[:at]}{name}: {text}{between}{source.text[at:]}"
