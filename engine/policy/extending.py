"""A policy laid over the base that it extends: mappings merge by key, anything else replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.digest import digest
from engine.core.record import record
from engine.core.span import Span
from engine.policy.checks.p253_nothing_to_remove import NOTHING_TO_REMOVE
from engine.policy.checks.p254_not_a_base import NOT_A_BASE
from engine.policy.checks.p255_base_head import BASE_HEAD
from engine.policy.reading import entries, pairs, text_of
from engine.source.document import Document, Node
from engine.source.document import Mapping as MappingNode

MOST_BASES = 3
# who a file is and when it holds: said by each file for itself, never inherited
HEAD = ("format", "base", "policy", "shop", "version", "title", "note", "effective", "extends")
_NOT_OF_A_BASE = ("policy", "shop", "effective")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[1-9]\d{0,3}")

Path = tuple[str, ...]
Kind = Literal["new", "overrides", "removed"]


@record
class Reference:
    """Which base: `bases/NAME/vVERSION.yaml`. The name is checked, so no path can hide in it."""

    name: str
    version: str
    span: Span

    @property
    def file(self) -> str:
        return f"bases/{self.name}/v{self.version}.yaml"


@record
class Change:
    """What a file does to its base at one path; `before` is the place that no longer counts."""

    kind: Kind
    place: Span
    before: Span | None = None


@record
class Extended:
    """A document in one piece, each node at its own file's place, and what was changed."""

    document: Document
    changes: Mapping[Path, Change]


def base_of(document: Document) -> Reference | None:
    """The base that a file names, if it names one in the right form."""
    body = document.root.get("extends")
    if not isinstance(body, MappingNode):
        return None
    name, version = text_of(body.get("base")), text_of(body.get("version"))
    if not (_NAME.fullmatch(name) and _NUMBER.fullmatch(version)):
        return None
    return Reference(name, version, body.span)


def base_mistakes(document: Document, file: str) -> Iterator[Diagnostic]:
    """What keeps a file from being the base that its path says."""
    root = document.root
    stated = f"bases/{text_of(root.get('base'))}/v{text_of(root.get('version'))}.yaml"
    if root.get("base") is None or stated != file:
        node = root.key("base") or root.pairs[0][0]
        yield NOT_A_BASE.at(node.span, path=file)
    for name in _NOT_OF_A_BASE:
        key = root.key(name)
        if key is not None:
            yield BASE_HEAD.at(key.span, key=name)


def lay_over(below: Extended, own: Document) -> Outcome[Extended]:
    """The base without its head and without what `without` removes, and the file on top."""
    found: list[Diagnostic] = []
    changes = dict(below.changes)
    kept = tuple((k, n) for k, n in below.document.root.pairs if k.text not in HEAD)
    base = replace(below.document.root, pairs=kept)
    for wanted in _without(own):
        path = tuple(text_of(wanted).split("."))
        place = _place(base, path)
        if place is None:
            found.append(NOTHING_TO_REMOVE.at(wanted.span, path=text_of(wanted)))
            continue
        base = _less(base, path)
        changes[path] = Change("removed", wanted.span, place)
    head = tuple((k, n) for k, n in own.root.pairs if k.text in HEAD and k.text != "extends")
    rest = replace(own.root, pairs=tuple((k, n) for k, n in own.root.pairs if k.text not in HEAD))
    merged = _merged((), base, rest, changes)
    document = replace(
        own,
        root=replace(own.root, pairs=(*head, *merged.pairs)),
        bytes_digest=digest("extended", 1, [own.bytes_digest, below.document.bytes_digest]),
    )
    return Outcome(Extended(document, changes), in_order(found))


def _without(own: Document) -> Sequence[Node]:
    body = own.root.get("extends")
    return entries(body.get("without")) if isinstance(body, MappingNode) else ()


def _place(node: Node, path: Path) -> Span | None:
    """The key that a path leads to."""
    key = None
    for step in path:
        if not isinstance(node, MappingNode):
            return None
        key, following = node.key(step), node.get(step)
        if key is None or following is None:
            return None
        node = following
    return key.span if key else None


def _less(node: MappingNode, path: Path) -> MappingNode:
    """The mapping without the path; a mapping that nothing is left of goes, too."""
    kept = []
    for key, value in node.pairs:
        if key.text != path[0]:
            kept.append((key, value))
        elif len(path) > 1 and isinstance(value, MappingNode):
            inner = _less(value, path[1:])
            if inner.pairs:
                kept.append((key, inner))
    return replace(node, pairs=tuple(kept))


def _merged(
    path: Path, base: MappingNode, own: MappingNode, changes: dict[Path, Change]
) -> MappingNode:
    below = {key.text: (key, node) for key, node in base.pairs}
    above = {key.text: (key, node) for key, node in own.pairs}
    merged = []
    for name, pair in below.items():
        if name not in above:
            merged.append(pair)
            continue
        (old_key, old), (key, node) = pair, above[name]
        if isinstance(old, MappingNode) and isinstance(node, MappingNode):
            node = _merged((*path, name), old, node, changes)
        else:
            _forget((*path, name), changes)
            changes[*path, name] = Change("overrides", key.span, old_key.span)
        merged.append((key, node))
    for name, (key, node) in above.items():
        if name not in below:
            merged.append((key, node))
            # removed from the base and written here: replaced as a whole
            gone = changes.get((*path, name))
            kind: Kind = "overrides" if gone else "new"
            changes[*path, name] = Change(kind, key.span, gone.before if gone else None)
    return replace(own, pairs=tuple(merged))


def _forget(path: Path, changes: dict[Path, Change]) -> None:
    """What a lower file did inside of a value that is replaced as a whole says nothing now."""
    for inner in [p for p in changes if p[: len(path)] == path]:
        del changes[inner]


def values(root: MappingNode, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every value that is no mapping, with its path, in order."""
    for key, node in pairs(root):
        inner = (*path, key.text)
        if isinstance(node, MappingNode) and node.pairs:
            yield from values(node, inner)
        else:
            yield inner, node
