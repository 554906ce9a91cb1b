"""A memo to be written: its template filled in, and never longer than its target takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from engine.core.record import record
from engine.flags.dates import written
from engine.flags.plain_text import is_control
from engine.policy.flag_rules import MemoTemplate, Upload

# stands for what a person must fill in
GAP = "＿＿"
BETWEEN, CUT = "；", "…"
_BAD = "\N{REPLACEMENT CHARACTER}"


@record(kw_only=True)
class WrittenMemo:
    """`lacking`: fields that nobody has said. `cut`: how many characters of the old memo are left
    out; `cleaned`: how many signs of it no memo may hold became blanks.
    """

    text: str
    lacking: tuple[str, ...] = ()
    cut: int = 0
    cleaned: int = 0


def fill(
    template: MemoTemplate, values: Mapping[str, str], day: dt.date | None, form: str
) -> WrittenMemo:
    """What is not known stays a visible gap."""
    known = {**values, **({"date": written(day, form)} if day else {})}
    pieces = [part.text or known.get(part.field) or GAP for part in template.parts]
    lacking = tuple(dict.fromkeys(f for f in template.fields if not known.get(f)))
    return WrittenMemo(text="".join(pieces), lacking=lacking)


def keep_old(new: WrittenMemo, old: str, upload: Upload) -> WrittenMemo:
    """The new memo with the old one behind it, as much of it as fits."""
    cleaned, signs = clean(old)
    if not cleaned:
        return fit(new, upload)
    before = new.text + BETWEEN if new.text else ""
    room = upload.bytes - size(before, upload)
    if size(cleaned, upload) <= room:
        return _with(new, before + cleaned, 0, signs)
    kept = cut(cleaned, room - size(CUT, upload), upload)
    text = before + kept + CUT if kept else new.text
    return _with(fit(new, upload), fit(_with(new, text, 0, 0), upload).text,
                 len(cleaned) - len(kept), signs)  # fmt: skip


def _with(memo: WrittenMemo, text: str, left_out: int, signs: int) -> WrittenMemo:
    return WrittenMemo(text=text, lacking=memo.lacking, cut=left_out, cleaned=signs)


def fit(memo: WrittenMemo, upload: Upload) -> WrittenMemo:
    """At most as long as the target takes."""
    if size(memo.text, upload) <= upload.bytes:
        return memo
    kept = cut(memo.text, upload.bytes - size(CUT, upload), upload)
    left_out = len(memo.text) - len(kept)
    return _with(memo, kept + CUT, memo.cut + left_out, memo.cleaned)


def cut(text: str, room: int, upload: Upload) -> str:
    """As many whole characters as fit."""
    used = 0
    for index, letter in enumerate(text):
        used += size(letter, upload)
        if used > room:
            return text[:index]
    return text


def size(text: str, upload: Upload) -> int:
    return len(text.encode(upload.encoding, errors="replace"))


def clean(text: str) -> tuple[str, int]:
    """Without what no memo may hold, and how many signs that were."""
    made = [_cleaned(letter) for letter in text]
    signs = sum(1 for one, letter in zip(made, text, strict=True) if one != letter)
    return "".join(made).strip(), signs


def _cleaned(letter: str) -> str:
    if "\ud800" <= letter <= "\udfff":
        return _BAD
    return " " if is_control(letter) else letter
