"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOTICE = "<!-- Made by `python -m docs.build` from the sources named below. Do not edit. -->"


def page(title: str, intro: str, parts: Iterable[str]) -> str:
    """A whole page: notice, title, introduction, parts; one line end at the end."""
    blocks = [NOTICE, f"# {title}", intro.strip(), *(part.strip("\n") for part in parts)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars and line ends in cells are made harmless."""
    lines = [_row(heads), _row(["---"] * len(heads))]
    lines.extend(_row([cell(text) for text in row]) for row in rows)
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.strip(chr(10))}\n```"


def sentence(text: str) -> str:
    """The text with a full stop, as a sentence of running prose."""
    text = " ".join(text.split())
    return text if text.endswith((".", "。", "?", ":")) else text + "."
