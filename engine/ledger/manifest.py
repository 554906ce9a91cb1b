"""What an export says of itself: every file with its SHA-256, and where the chain stood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from engine.core.digest import digest
from engine.core.period import parse_month
from engine.core.record import record
from engine.ledger.scope import Scope

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
FORMAT = 1


@record(kw_only=True)
class ListedFile:
    path: str
    sha256: str
    size: int


@record(kw_only=True)
class Manifest:
    """`head`: the digest of the last entry of the ledger, number `head_number`, at that time.

    `entries`: the numbers of the entries that are in the export.
    """

    made_at: str
    engine_version: str
    scope: Scope
    head: str
    head_number: int
    entries: tuple[int, ...]
    files: tuple[ListedFile, ...]

    @property
    def by_path(self) -> Mapping[str, ListedFile]:
        return {one.path: one for one in self.files}


def listed(path: str, content: bytes) -> ListedFile:
    return ListedFile(path=path, sha256=sha256(content), size=len(content))


def sha256(content: bytes) -> str:
    """As `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def manifest_bytes(manifest: Manifest) -> bytes:
    """The one way in which a manifest is written. Its last key is the digest of all the others."""
    said = _said(manifest)
    whole = {**said, "manifest_digest": digest("manifest", FORMAT, said)}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _said(manifest: Manifest) -> Mapping[str, object]:
    scope = manifest.scope
    return {
        "format": FORMAT,
        "made_at": manifest.made_at,
        "engine_version": manifest.engine_version,
        "shop": scope.shop,
        "policy": scope.policy,
        "month": str(scope.month) if scope.month else None,
        "head": manifest.head,
        "head_number": manifest.head_number,
        "entries": list(manifest.entries),
        "files": [
            {"path": one.path, "sha256": one.sha256, "size": one.size} for one in manifest.files
        ],
    }


def manifest_from(content: bytes) -> Manifest | None:
    """None: these bytes are not exactly what a manifest of this format is."""
    try:
        said = json.loads(content)
        manifest = _manifest(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return manifest if manifest_bytes(manifest) == content else None


def format_of(content: bytes) -> str:
    """The format that a manifest says it has; nothing where it says none."""
    try:
        said = json.loads(content)
        return str(said["format"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _manifest(said: Mapping[str, object]) -> Manifest:
    month = parse_month(_text(said["month"])) if said["month"] is not None else None
    return Manifest(
        made_at=_text(said["made_at"]),
        engine_version=_text(said["engine_version"]),
        scope=Scope(shop=_maybe(said["shop"]), policy=_maybe(said["policy"]), month=month),
        head=_text(said["head"]),
        head_number=_whole(said["head_number"]),
        entries=tuple(_whole(one) for one in _list(said["entries"])),
        files=tuple(_file(one) for one in _list(said["files"])),
    )


def _file(said: object) -> ListedFile:
    if not isinstance(said, dict) or not is_inside(_text(said["path"])):
        raise TypeError("not a file of an export")
    return ListedFile(
        path=_text(said["path"]), sha256=_text(said["sha256"]), size=_whole(said["size"])
    )


def is_inside(path: str) -> bool:
    """Whether a path stays in the folder that it is looked for in, on every system."""
    parts = PurePosixPath(path).parts
    is_plain = bool(parts) and not any(sign in path for sign in "\\:\n\r\0")
    return is_plain and parts[0] != "/" and ".." not in parts


def sums_bytes(files: Iterable[tuple[str, str]]) -> bytes:
    """Paths and SHA-256 as `sha256sum -c` reads them."""
    return "".join(f"{sha}  {path}\n" for path, sha in sorted(files)).encode()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("not a text")


def _maybe(value: object) -> str | None:
    return None if value is None else _text(value)


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError("not a whole number")


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise TypeError("not a list")
