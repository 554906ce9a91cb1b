"""A formula as typed → a Python expression for simpleeval, by substitution alone.

On purpose not the tokenizer of `formula`: an error there must not be repeated here.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from decimal import Decimal

from engine.core.number import plain

_SIGNS = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "＊": "*",
        "÷": "/",
        "／": "/",
        "−": "-",
        "–": "-",
        "－": "-",
        "＋": "+",
        "（": "(",
        "）": ")",
        "，": ",",
        "＜": "<",
        "＞": ">",
        "＝": "=",
        "％": "%",
        "．": ".",
        "≤": "\x01",
        "≥": "\x02",
        "≠": "\x03",
        "\u3000": " ",
    }
)
_NUMBER = re.compile(r"(?<![\w.])(\d+(?:,\d{3})*(?:\.\d+)?)(\s?[%‰]|pp|万|亿)?(?!\w)")
_POWERS = {"%": -2, "‰": -3, "pp": -2, "万": 4, "亿": 8, None: 0}
_WORDS = {"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "不是": "not"}
_WORD = re.compile(r"(?<!\w)(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?!\w)")
_QUOTED = re.compile("「([^「」]+)」")
_RESERVED = re.compile(
    r"(?<!\w)(" + "|".join(sorted(set(keyword.kwlist) - {"and", "or", "not", "if"})) + r")(?!\w)"
)
_CHOICE = re.compile(r"(?<!\w)(?:if|如果)\s*\(")


def spell(text: str) -> tuple[str, dict[str, str]]:
    """The expression, and the names in 「…」 by the placeholder that stands for each."""
    quoted: dict[str, str] = {}

    def placeholder(match: re.Match[str]) -> str:
        name = f"{prefix}{len(quoted)}"
        quoted[name] = match[1]
        return name

    prefix = "quoted_"
    while prefix in text:
        prefix += "_"
    text = _QUOTED.sub(placeholder, text.strip()).translate(_SIGNS)
    # a policy may call a line 'class' or 'None', which Python would not take for a name
    text = _RESERVED.sub(placeholder, text)
    text = _CHOICE.sub("choose(", text)
    text = _WORD.sub(lambda m: _WORDS[m[1]], text)
    text = _NUMBER.sub(_number, text)
    text = (
        text.replace("<>", "\x03").replace("<=", "\x01").replace(">=", "\x02").replace("!=", "\x03")
    )
    text = re.sub(r"=+", "==", text)
    return text.replace("\x01", "<=").replace("\x02", ">=").replace("\x03", "!="), quoted


def _number(match: re.Match[str]) -> str:
    digits = Decimal(match[1].replace(",", ""))
    return plain(digits.scaleb(_POWERS[match[2] and match[2].strip()]))


def canonical_name(text: str) -> str:
    """Names as Python's parser hands them back."""
    return unicodedata.normalize("NFKC", text)
