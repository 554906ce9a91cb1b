"""The one catalogue of what the program says, in Chinese and English (`texts/*.toml`)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.core.errors import EngineBug

if TYPE_CHECKING:
    from engine.core.diagnostic import Diagnostic

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_FOLDER = Path(__file__).parent / "texts"


@cache
def catalogue(language: Language, files: str = "*") -> Mapping[str, str]:
    """All texts of one language by dotted key, such as `B301.message` or `cli.check.help`."""
    texts: dict[str, str] = {}
    for path in sorted(_FOLDER.glob(f"{files}.{language}.toml")):
        _flatten("", tomllib.loads(path.read_text("utf-8")), texts)
    return texts


def _flatten(prefix: str, table: Mapping[str, object], into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping):
            _flatten(f"{prefix}{key}.", value, into)
        else:
            into[f"{prefix}{key}"] = str(value)


def say(language: Language, key: str, /, **values: object) -> str:
    """The text under `key`, filled in; a key that the catalogue lacks is our bug."""
    # the command line's own texts stand in one file, so that --help need not read the others
    text = catalogue(language, "cli").get(key) or catalogue(language).get(key)
    if text is None:
        raise EngineBug(f"the {language} catalogue has no text {key!r}")
    return text.format(**values) if values else text


def message(diagnostic: Diagnostic, language: Language) -> str:
    """One sentence: what is wrong, in the user's own words."""
    return say(language, f"{diagnostic.check.code}.message", **_filled(diagnostic, language))


def hint(diagnostic: Diagnostic, language: Language) -> str:
    """What to do about it. A code may have `hint_near`, used when a near name was found."""
    key = f"{diagnostic.check.code}.hint"
    if diagnostic.values.get("closest"):
        near = f"{key}_near"
        if near in catalogue(language):
            key = near
    return say(language, key, **_filled(diagnostic, language))


def _filled(diagnostic: Diagnostic, language: Language) -> dict[str, object]:
    # str.format on a text without placeholders would still choke on stray braces
    values = {"code": diagnostic.check.code, **diagnostic.values}
    if "\n" in values.get("expected", ""):
        # what a schema says of a key: English on the first line, Chinese on the second
        english, _, chinese = values["expected"].partition("\n")
        values["expected"] = chinese if language == "zh" else english
    return dict(values)


def language_from_locale() -> Language:
    """Chinese if the user's locale is Chinese, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((n for n in names if n), "")
    return "zh" if name.lower().startswith("zh") else "en"
