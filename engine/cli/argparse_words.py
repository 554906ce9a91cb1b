"""What argparse says of wrong usage, in the reader's language.

argparse looks its own sentences up by `gettext`, which has no Chinese for them; these are the ones
that can be met with our options.
"""

from __future__ import annotations

import argparse

from engine.core.text import Language

_CHINESE = {
    "usage: ": "用法：",
    "%(prog)s: error: %(message)s\n": "%(prog)s：错误：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "以下参数必须写一个：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s 不止一个意思，可能是 %(matches)s"
    ),
    "not allowed with argument %s": "不能与 %s 同时使用",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面至多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "ignored explicit argument %r": "不带值，却写了 %r",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以写 %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 不是 %(type)s",
}


def speak(language: Language) -> None:
    """From now on argparse speaks that language; a sentence that is not known stays English."""
    words = _CHINESE if language == "zh" else {}

    def of_number(one: str, several: str, count: int) -> str:
        text = one if count == 1 else several
        return words.get(text, text)

    setattr(argparse, "_", lambda text: words.get(text, text))  # noqa: B010  # not in its stubs
    setattr(argparse, "ngettext", of_number)  # noqa: B010
