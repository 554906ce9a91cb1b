"""SHA-256 digests over a canonical, typed, separated form; a float cannot be part of one."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

from engine.core.number import plain


def canonical(value: object) -> object:
    """A JSON value in which every kind but text is tagged, so that none can imitate another."""
    match value:
        case None:
            return ["n"]
        case bool():
            return ["b", value]
        case int() | Decimal():
            return ["d", plain(Decimal(value))]
        case str():
            return value
        case Mapping():
            return ["m", sorted([k, canonical(v)] for k, v in value.items())]
        case list() | tuple():
            return ["l", [canonical(v) for v in value]]
        case _:
            raise TypeError(f"{type(value).__name__} cannot be part of a digest")


def digest(kind: str, version: int, value: object) -> str:
    """The digest of a value of the named kind, in version `version` of its canonical form."""
    return digest_bytes(preimage(kind, version, value))


def preimage(kind: str, version: int, value: object) -> bytes:
    """The very bytes whose SHA-256 is the digest: one line of JSON without an end of line."""
    body = json.dumps([kind, version, canonical(value)], ensure_ascii=False, separators=(",", ":"))
    return body.encode()


def digest_bytes(content: bytes) -> str:
    """The digest of a file's bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
