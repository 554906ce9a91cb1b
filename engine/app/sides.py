"""Sides of a comparison: a version, a file, what holds in each month, what the ledger paid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from engine.app.checks.w913_not_two_sides import NOT_TWO_SIDES
from engine.app.checks.w952_nothing_to_set import NOTHING_TO_SET
from engine.app.policies import compile_policy, load_file
from engine.app.setting import Wanted, patched
from engine.app.workspace import Workspace, catalog, schema
from engine.bind.model import BoundPolicy
from engine.bind.version_days import Payer, VersionDays
from engine.bind.versions import paying, version_in_force
from engine.compare.model import Setting, Side
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.errors import EngineError
from engine.core.period import Month, days_of
from engine.core.record import record
from engine.core.span import whole_file

IN_FORCE, POSTED = "in_force", "posted"
_VERSION = re.compile(r"v\d+")
_OF_SHOP = re.compile(r"(?P<shop>[^/\\]+)/(?P<policy>[^/\\]+)/(?P<version>v\d+)")


@record(kw_only=True)
class SideWords:
    """A side as it was typed, with what `--set` changes of it."""

    words: str
    settings: tuple[Wanted, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.words, *(f"--set {p}={v}" for p, v in self.settings)])


@record(kw_only=True)
class ShopPolicy:
    """The policy of the shop whose months are compared; `name` '' where none is named or needed."""

    workspace: Workspace
    shop: str
    name: str


@dataclass(frozen=True, kw_only=True)
class OpenSide:
    """A side that can be asked for the policy of a month; `posted` has none of its own."""

    side: Side
    kind: Literal["file", "in_force", "posted"]
    outcomes: tuple[Outcome[BoundPolicy], ...] = field(default=())

    @cached_property
    def found(self) -> tuple[Diagnostic, ...]:
        """Why the side is refused as a whole; none if it can be computed."""
        return tuple(d for one in self.outcomes if one.value is None for d in one.diagnostics)

    @property
    def bounds(self) -> tuple[BoundPolicy, ...]:
        return tuple(one.value for one in self.outcomes if one.value is not None)

    def payer(self, month: Month) -> Outcome[Payer]:
        """What pays a month: always the same policy, or the versions in force on its days."""
        if self.kind == "file":
            whole = days_of(month)
            return self.outcomes[0].then(
                lambda b: Outcome(Payer(parts=(VersionDays(bound=b, days=whole),)))
            )
        versions = {bound.policy.version: bound for bound in self.bounds}
        selected = version_in_force([b.policy for b in versions.values()], month)
        if selected.value is None:
            return Outcome(None, selected.diagnostics)
        return Outcome(
            Payer(
                parts=tuple(
                    VersionDays(bound=versions[one.policy.version], days=one.days)
                    for one in paying(selected.value)
                )
            )
        )


def open_side(of: ShopPolicy, typed: SideWords, number: int) -> OpenSide:
    """Read, patch and bind what a side is made of."""
    if typed.words == POSTED:
        if typed.settings:
            raise EngineError(NOTHING_TO_SET.at(whole_file(POSTED), side=str(typed)))
        return OpenSide(side=Side(number=number, words=POSTED), kind="posted")
    if typed.words == IN_FORCE:
        paths = _versions(of)
        read = [_bound(of.workspace, path, typed) for path in paths]
        settings = next((s for _, s in read if s), ())
        side = Side(number=number, words=IN_FORCE, settings=settings)
        return OpenSide(side=side, kind="in_force", outcomes=tuple(o for o, _ in read))
    outcome, settings = _bound(of.workspace, side_file(of, typed.words), typed)
    policy = outcome.value.policy.label if outcome.value else ""
    side = Side(number=number, words=typed.words, policy=policy, settings=settings)
    return OpenSide(side=side, kind="file", outcomes=(outcome,))


def side_file(of: ShopPolicy, words: str) -> Path:
    """`v2` of the shop's policy, `othershop/pay/v2`, or a policy file inside the workspace."""
    elsewhere = _OF_SHOP.fullmatch(words)
    if _VERSION.fullmatch(words):
        folder = of.workspace.policies / of.shop / of.name
    elif elsewhere:
        folder = of.workspace.policies / elsewhere["shop"] / elsewhere["policy"]
    else:
        path, known = of.workspace.inside(words), f"v1, v2, …, {IN_FORCE}, {POSTED}"
        if not path.is_file():
            raise EngineError(NOT_TWO_SIDES.at(whole_file(words), side=words, known=known))
        return path
    path = folder / f"{words.rpartition('/')[2]}.yaml"
    if not path.is_file():
        known = ", ".join(p.stem for p in sorted(folder.glob("v*.yaml")))
        raise EngineError(NOT_TWO_SIDES.at(whole_file(words), side=words, known=known))
    return path


def _versions(of: ShopPolicy) -> list[Path]:
    paths = sorted((of.workspace.policies / of.shop / of.name).glob("v*.yaml"))
    if not paths:
        raise EngineError(NOT_TWO_SIDES.at(whole_file(IN_FORCE), side=IN_FORCE, known=""))
    return paths


def _bound(
    workspace: Workspace, path: Path, typed: SideWords
) -> tuple[Outcome[BoundPolicy], tuple[Setting, ...]]:
    outcome = patched(load_file(path, workspace), typed.settings)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics), ()
    file, settings = outcome.value.file, outcome.value.settings
    bound = compile_policy(file, schema("policy"), catalog())
    found = tuple(at_side(bound.diagnostics, typed)) if settings else bound.diagnostics
    return Outcome(bound.value, found), settings


def at_side(found: Iterable[Diagnostic], typed: SideWords) -> Iterable[Diagnostic]:
    """The findings of a changed text: its lines are not those of the file on disk."""
    what = " ".join(f"--set {path}={value}" for path, value in typed.settings)
    for one in found:
        yield replace(one, span=replace(one.span, file=f"{one.span.file} ({what})"))
