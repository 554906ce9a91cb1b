"""The nearest known name to a mistyped one: the only place that makes such suggestions."""

import difflib
from collections.abc import Iterable


def closest(text: str, known: Iterable[str]) -> str:
    """The most similar known name, or '' if none is similar."""
    names = sorted(set(known))
    matches = difflib.get_close_matches(text, names, n=1, cutoff=0.5)
    if matches:
        return matches[0]
    # A single Chinese character of difference in a short word is below any ratio worth using.
    sharing = [n for n in names if len(n) == len(text) and _differing(n, text) == 1]
    return sharing[0] if sharing else ""


def nearest(text: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The most similar known names, the nearest first; none if none is similar."""
    names = sorted(set(known))
    matches = difflib.get_close_matches(text, names, n=most, cutoff=0.5)
    first = closest(text, names)
    return tuple(matches) if matches else ((first,) if first else ())


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
