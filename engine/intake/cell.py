"""The text of a cell without what spreadsheet programs wrap around it."""

from functools import lru_cache

# {link: blanks-around-a-cell}
_BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
_AS_MEANT = str.maketrans("０１２３４５６７８９．，％：－−＋（）￥", "0123456789.,%:--+()¥")


def clean_text(raw: str) -> str:
    """`="0012"`, `=0012`, `'0012` and tabs or blanks around it → `0012`."""
    text = raw.strip(_BLANKS)
    if not text or text[0] not in "='":
        return text
    guard, text = text[0], text[1:]
    if guard == "=" and len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return text.strip(_BLANKS)


def as_meant(text: str) -> str:
    """Full-width digits and signs of a number → the ones on the number keys."""
    return text if text.isascii() else text.translate(_AS_MEANT)


@lru_cache(maxsize=1000)  # a long layout repeats the measures' names in every row
def header_key(raw: str) -> str:
    """What two spellings of one header share: blanks around and full-width signs do not count."""
    return as_meant(clean_text(raw))


def agent_name(text: str) -> str:
    """A chat account's name with a plain colon between shop and sub-account; it stays text."""
    if text.isalnum():
        return text
    return ":".join(part.strip(_BLANKS) for part in text.replace("：", ":").split(":"))
