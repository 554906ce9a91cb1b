"""Bytes of a text file → text, by the byte order mark first, then strict UTF-8, then GB18030."""

from __future__ import annotations

import codecs

from engine.core.diagnostic import Outcome
from engine.core.span import whole_file
from engine.intake.checks.i803_not_text import NOT_TEXT
from engine.intake.checks.i804_unknown_encoding import UNKNOWN_ENCODING
from engine.intake.mapping import Encoding

_GB18030_MARK = b"\x84\x31\x95\x33"
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (_GB18030_MARK, "gb18030"),
)


def decode(file: str, content: bytes, declared: Encoding) -> Outcome[str]:
    """The text, or the byte at which it stops being text of the encoding."""
    mark, marked = next((m for m in MARKS if content.startswith(m[0])), (b"", ""))
    if not marked.startswith("utf-16") and b"\0" in content:
        return _refuse_binary(file, content.index(b"\0"))
    if declared == "auto":
        tried = [marked] if marked else ["utf-8", "gb18030"]
    elif declared == "utf-16" or (marked and not marked.startswith(declared)):
        # The mark contradicts the mapping, or UTF-16 comes without the mark that tells its order.
        tried = [marked] if marked.startswith(declared) else []
    else:
        tried = [declared]
    return _first_that_fits(file, content[len(mark) :], tried, declared, len(mark))


def _first_that_fits(
    file: str, body: bytes, tried: list[str], declared: str, skipped: int
) -> Outcome[str]:
    offset = 0
    for encoding in tried:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError as error:
            offset = max(offset, error.start + skipped)
            continue
        if "\0" in text:
            return _refuse_binary(file, text.index("\0"))
        return Outcome(text)
    names = "UTF-8, GB18030" if declared == "auto" else declared.upper()
    found = UNKNOWN_ENCODING.at(whole_file(file), offset=str(offset), tried=names)
    return Outcome(None, (found,))


def _refuse_binary(file: str, offset: int) -> Outcome[str]:
    return Outcome(None, (NOT_TEXT.at(whole_file(file), offset=str(offset)),))
