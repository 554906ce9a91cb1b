"""What is said of flags and memos, in the reader's language."""

from __future__ import annotations

from engine.bind.flag_model import FIELDS, BoundFlags
from engine.core.text import Language, say
from engine.flags.judging import Problem, Verdict
from engine.flags.reading import MemoReading


def problem_words(problem: Problem, language: Language) -> str:
    """One sentence: what is wrong, and where in a memo."""
    expected = problem.expected
    if problem.kind in ("unreadable_memo", "unknown_name"):
        expected = field_word(expected, language)
    return say(
        language, f"flags.problem.{problem.kind}", expected=expected, found=problem.found,
        at=problem.at or "",
    )  # fmt: skip


def field_word(name: str, language: Language) -> str:
    """What a field of a template is called."""
    if name not in FIELDS:
        return name
    return FIELDS[name][1 if language == "zh" else 0]


def assumed_words(reading: MemoReading | None, language: Language) -> str:
    """What a reading took for granted."""
    assumed = reading.assumed if reading else ()
    return "; ".join(say(language, f"flags.assumed.{kind}", text=text) for kind, text in assumed)


def colour_words(verdict: Verdict, flags: BoundFlags) -> tuple[str, str]:
    """The colour that an order should have, and the one that it has."""
    wanted = flags.colour_name(verdict.colour) if verdict.colour else ""
    found = verdict.set_colour
    return wanted, flags.colour_name(found) if found else (verdict.order.flag or "")
