"""A policy file and its bases → one document; each base is read from bytes that are at hand."""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.app.workspace import schema
from engine.core.diagnostic import Outcome, in_order
from engine.policy.checks.p250_base_missing import BASE_MISSING
from engine.policy.checks.p251_base_circle import BASE_CIRCLE
from engine.policy.checks.p252_too_many_bases import TOO_MANY_BASES
from engine.policy.extending import (
    MOST_BASES,
    Extended,
    Reference,
    base_mistakes,
    base_of,
    lay_over,
)
from engine.policy.file import PolicyFile
from engine.source.document import Document
from engine.source.read import read
from engine.source.shape import shape


def resolve(file: PolicyFile, above: tuple[str, ...] = ()) -> Outcome[Extended]:
    """The file over its base, and that over its own; `above` are the files that led here."""
    return read(file.name, file.content).then(lambda document: _resolved(document, file, above))


def resolve_base(file: PolicyFile, name: str, above: tuple[str, ...] = ()) -> Outcome[Extended]:
    """The same for a base at the path `name`, from the workspace."""
    return (
        read(file.name, file.content)
        .then(lambda document: Outcome(document, in_order(base_mistakes(document, name))))
        .then(lambda document: shape(document, schema("policy_part")))
        .then(lambda document: _resolved(document, file, (*above, name)))
    )


def base_place(file: PolicyFile) -> str | None:
    """`bases/NAME/vN.yaml` of a file that lies there, or that says it is a base."""
    parts = PurePosixPath(file.name.replace("\\", "/")).parts
    if parts[-3:-2] == ("bases",):
        return "/".join(parts[-3:])
    # what else a file may hold is no matter here: most files are told apart by one word
    document = read(file.name, file.content).value if b"base:" in file.content else None
    return file.name if document is not None and document.root.get("base") else None


def _resolved(document: Document, file: PolicyFile, above: tuple[str, ...]) -> Outcome[Extended]:
    if document.root.get("extends") is None:
        return Outcome(Extended(document, {}))
    shaped = shape(document, schema("policy_part"))
    return shaped.then(lambda whole: _extended(whole, file, above))


def _extended(document: Document, file: PolicyFile, above: tuple[str, ...]) -> Outcome[Extended]:
    wanted = base_of(document)
    if wanted is None:  # the shape has said why
        return Outcome(None)
    refused = _refused(wanted, file, above)
    if refused is not None:
        return refused
    if file.base is None:
        return Outcome(None, (BASE_MISSING.at(wanted.span, file=wanted.file),))
    below = resolve_base(file.base, wanted.file, above)
    return below.then(lambda base: lay_over(base, document))


def _refused(
    wanted: Reference, file: PolicyFile, above: tuple[str, ...]
) -> Outcome[Extended] | None:
    chain = " → ".join((*above, wanted.file))
    if wanted.file in above:
        return Outcome(None, (BASE_CIRCLE.at(wanted.span, chain=chain),))
    if len(above) >= MOST_BASES:
        most = str(MOST_BASES)
        return Outcome(None, (TOO_MANY_BASES.at(wanted.span, chain=chain, most=most),))
    return None
