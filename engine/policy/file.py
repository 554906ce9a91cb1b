"""A policy file as bytes, before anything in it is understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.core.record import record


@record(kw_only=True)
class PolicyFile:
    """A policy file as bytes, with the CSV tables that lie beside it and the base it extends."""

    name: str
    content: bytes
    companions: Mapping[str, bytes]
    base: PolicyFile | None = None

    @property
    def bases(self) -> Iterator[PolicyFile]:
        """The base, its base, and so on."""
        below = self.base
        while below is not None:
            yield below
            below = below.base

    @property
    def tables(self) -> Mapping[str, bytes]:
        """CSV tables by name, those of the bases by the file that names them as well."""
        found = dict(self.companions)
        for below in self.bases:
            found.update({f"{below.name}:{k}": v for k, v in below.companions.items()})
        return found
