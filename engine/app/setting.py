"""`--set PATH=VALUE`: a policy with single values in another way, patched at their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.app.checks.w950_unknown_path import UNKNOWN_PATH
from engine.app.checks.w951_not_set import NOT_SET
from engine.app.resolving import resolve
from engine.app.setting_service import default_of, is_default_rule, with_rule
from engine.app.workspace import catalog
from engine.compare.model import Setting
from engine.core.closest import closest
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.policy.extending import Extended
from engine.policy.file import PolicyFile
from engine.source.document import Document, Scalar
from engine.source.patch import applied, replaced, source_of
from engine.source.paths import node_at, paths_in, scalars
from engine.source.pieces import NotCertainError
from engine.source.read import read

Wanted = tuple[str, str]


@record
class Patched:
    """The file as it would be, and each value before and after."""

    file: PolicyFile
    settings: tuple[Setting, ...]


def patched(file: PolicyFile, wanted: Iterable[Wanted]) -> Outcome[Patched]:
    """Every wanted value set, one after the other; a file that does not read is refused as it is.

    A value that the policy has from its base is set in the text of the base, for this side alone.
    """
    settings: list[Setting] = []
    for path, text in wanted:
        outcome = resolve(file)
        if outcome.value is None:
            return Outcome(None, outcome.diagnostics)
        root = outcome.value.document.root
        if is_default_rule(path) and node_at(root, path, _is_same) is None:
            settings.append(Setting(path=path, before=default_of(path), after=text))
            file = with_rule(file, path, text)
            continue
        scalar = _scalar(outcome.value, path)
        settings.append(Setting(path=path, before=scalar.text, after=text))
        file = _with(file, scalar, path, text)
    return Outcome(Patched(file, tuple(settings)))


def _scalar(extended: Extended, path: str) -> Scalar:
    document = extended.document
    node = node_at(document.root, path, _is_same)
    where = whole_file(document.file)
    if node is None:
        near = closest(path, paths_in(document.root))
        raise EngineError(UNKNOWN_PATH.at(where, path=path, closest=near))
    if not isinstance(node, Scalar):
        raise EngineError(NOT_SET.at(where, path=path, problem=path))
    return node


def _is_same(key: str, name: str) -> bool:
    """A measure is named by its id or by a label."""
    known = catalog().by_name
    return key in known and known[key] is known.get(name)


def _with(file: PolicyFile, scalar: Scalar, path: str, text: str) -> PolicyFile:
    """The file, or the base below it that the value stands in, with the value set."""
    if scalar.span.file != file.name:
        assert file.base is not None, "a value stands in the file or in one of its bases"
        return replace(file, base=_with(file.base, scalar, path, text))
    document = read(file.name, file.content).value
    assert document is not None, "it was read a moment ago"
    return replace(file, content=_text(document, scalar, path, text).encode())


def _text(document: Document, scalar: Scalar, path: str, text: str) -> str:
    source = source_of(document)
    where = scalar.span
    try:
        changed = applied(source, [replaced(source, scalar, text)])
    except NotCertainError as error:
        raise EngineError(NOT_SET.at(where, path=path, problem=str(error))) from None
    # read again: a text with signs of its own, such as a comma, would be something else there
    again = read(document.file, changed.encode()).value
    place = (where.line, where.column)
    now = [s.text for s in scalars(again.root) if place == _place(s)] if again else []
    if now != [text]:
        raise EngineError(NOT_SET.at(where, path=path, problem=text))
    return changed


def _place(scalar: Scalar) -> tuple[int, int]:
    return scalar.span.line, scalar.span.column
