"""A shop whose policy extends a base of the firm, and what can be wrong with that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from engine.app.checking import check
from engine.app.posting import PostRequest, post
from tests.checks.examples import BASE, Example, Found, by_key
from tests.checks.shop import FIGURES, MAY, Opened, batch_of, quiet, shop

_HEAD = ("policy", "shop", "effective")
FIRM = "base: firm\n" + "".join(t for k, t in by_key(BASE).items() if k not in _HEAD)
OWN = """\
format: 1
policy: pay
shop: demo
version: 1
title: 示例方案
effective: {from: 2024-01}
extends: {base: firm, version: 1}
"""


@contextmanager
def extending(own: str = OWN, firm: str = FIRM) -> Iterator[Opened]:
    """The shop `demo`, whose policy says nothing that the base of the firm does not say."""
    with shop(own) as opened:
        write_base(opened, "firm", firm)
        yield opened


def write_base(opened: Opened, name: str, text: str, version: int = 1) -> Path:
    path = opened.workspace.bases / name / f"v{version}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def checked(own: str = OWN, **bases: str) -> Callable[[Example], Found]:
    def scenario(example: Example) -> Found:
        with extending(own) as opened:
            for name, text in bases.items():
                write_base(opened, name, text)
            return check(opened.workspace, (), "zh").diagnostics

    return scenario


def on(name: str, below: str) -> str:
    return (
        f"format: 1\nbase: {name}\nversion: 1\ntitle: 层\nextends: {{base: {below}, version: 1}}\n"
    )


def after_a_post(change: Callable[[Opened], object]) -> Callable[[Example], Found]:
    """May is posted, then somebody changes a file; what is found before June is posted."""

    def scenario(example: Example) -> Found:
        with extending() as opened:
            opened.save(batch_of(FIGURES))
            request = PostRequest(month=opened.request(), by="会计")
            assert not post(opened.workspace, request, "zh", quiet).diagnostics
            june = MAY.plus(1)
            opened.save(batch_of(FIGURES, june))
            change(opened)
            request = PostRequest(month=opened.request(june), by="会计")
            return post(opened.workspace, request, "zh", quiet).diagnostics

    return scenario


_DEARER = FIRM.replace("1500", "1600")
BASE_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "cli: tianping check of a policy that extends a base": checked(),
    "cli: extends a base that is not there": checked(OWN.replace("base: firm", "base: group")),
    "cli: bases that extend each other": checked(
        OWN.replace("base: firm", "base: west"), west=on("west", "east"), east=on("east", "west")
    ),
    "cli: a chain of four bases": checked(
        OWN.replace("base: firm", "base: one"),
        one=on("one", "two"), two=on("two", "three"), three=on("three", "firm"),
    ),
    "cli: without a line that the base lacks": checked(
        OWN.replace("version: 1}", "version: 1, without: [pay.夜班]}")
    ),
    "cli: a base that says another name": checked(firm=FIRM.replace("base: firm", "base: form")),
    "cli: a base with a shop": checked(firm=FIRM + "shop: demo\n"),
    "cli: a base changed after a month was posted": after_a_post(
        lambda opened: write_base(opened, "firm", _DEARER)
    ),
    "cli: a new version of a base after a month was posted": after_a_post(
        lambda opened: write_base(opened, "firm", _DEARER.replace("version: 1", "version: 2"), 2)
    ),
}  # fmt: skip
