"""One page per shape of rule, from `docs/shapes/*.yaml` and the case files that they name.

A page shows the sentence as a boss says it, how it is written, the policy of the case file, and its
worked examples as results. The index lists every code; one without a file is shown as not yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from docs.made.page import NOTICE, ROOT, fenced, table
from engine.core.text import message
from engine.source import document as tree
from engine.source.read import read

CODES = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB", "AC")
# what many sheets say besides, and no code stands for
BESIDE = ("proration",)
LANGUAGES = ("en", "zh")
FOLDER = ROOT / "docs" / "shapes"
_TEXTS = ("title", "boss", "how")
_KEYS = ("code", *_TEXTS, "case")
_CASES = "tests/cases/shapes/"
_ASIDE = ("case", "why", "expect", "shows")
_TOP_KEY = re.compile(r"[^\s#]")


class FaultyShape(ValueError):
    """A file of `docs/shapes` that makes no page; the text names the file and the fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one file of `docs/shapes` says, and the text of the policy that it shows."""

    code: str
    texts: Mapping[str, Mapping[str, str]]
    case: str
    policy: str

    def text(self, key: str, language: str) -> str:
        return self.texts[key][language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The fixed words of the pages in one language."""

    index: str
    intro: str
    heads: tuple[str, str]
    not_yet: str
    all_shapes: str
    guide: str
    other: str
    policy: str
    from_file: str
    worked: str
    given: str
    expect: str
    colon: str


_WORDS: Mapping[str, Words] = {
    "en": Words(
        index="Shapes of rules",
        intro=(
            "Pay policies on paper say the same few things in many words. Here is each shape with "
            "the sentence as a boss says it, the policy that it becomes, and worked results. Every "
            "policy on these pages is run by the tests. The keys are explained in the "
            "[guide](../guide.md). [中文](README.zh-CN.md)"
        ),
        heads=("code", "shape"),
        not_yet="not yet",
        all_shapes="[All shapes](README.md)",
        guide="[Guide](../guide.md)",
        other="[中文]({code}.zh-CN.md)",
        policy="The policy",
        from_file=(
            "From [{name}](../../{name}), without its worked examples; "
            "the words above are from [{code}.yaml]({code}.yaml)."
        ),
        worked="Worked results",
        given="Given",
        expect="Comes out",
        colon=": ",
    ),
    "zh": Words(
        index="规则的形状",
        intro=(
            "纸上的薪酬制度，说来说去就是这些形状。每种形状一页：老板的原话、写成的方案、算好的结果。"
            "这些页上的方案都由测试跑过。键的说明见[指南](../guide.zh-CN.md)。[English](README.md)"
        ),
        heads=("编号", "形状"),
        not_yet="还没有",
        all_shapes="[全部形状](README.zh-CN.md)",
        guide="[指南](../guide.zh-CN.md)",
        other="[English]({code}.md)",
        policy="方案",
        from_file=(
            "取自 [{name}](../../{name})，不含其中的例子；上面的文字在 [{code}.yaml]({code}.yaml)。"
        ),
        worked="算好的结果",
        given="已知",
        expect="结果",
        colon="：",
    ),
}


def shape_pages() -> dict[str, Callable[[], str]]:
    """Names and makers of the pages: the index, and those of every code that has a file."""
    found = shapes()
    pages: dict[str, Callable[[], str]] = {}
    for language in LANGUAGES:
        pages[f"docs/shapes/{_file('README', language)}"] = partial(index, language)
        for shape in found.values():
            name = f"docs/shapes/{_file(shape.code, language)}"
            pages[name] = partial(shape_page, shape, language)
    return pages


def left_over() -> list[str]:
    """Pages in the folder that no file there makes any more."""
    made = shape_pages()
    on_disk = (path.relative_to(ROOT).as_posix() for path in sorted(FOLDER.glob("*.md")))
    return [name for name in on_disk if name not in made]


@cache
def shapes() -> Mapping[str, Shape]:
    """Code → shape, in the order of the codes. A faulty file raises."""
    found = {path.stem: shape_from(path) for path in sorted(FOLDER.glob("*.yaml"))}
    return {code: found[code] for code in (*CODES, *BESIDE) if code in found}


def shape_from(path: Path) -> Shape:
    """The shape that one file describes; anything missing, unknown or misspelt raises."""
    name = path.name
    root = _mapping(name, _read(name, path.read_bytes()))
    _same_keys(name, "", root, _KEYS)
    code = _text(name, "code", root.get("code"))
    if code not in (*CODES, *BESIDE):
        raise FaultyShape(f"{name}: no shape is called {code!r}")
    if code != path.stem:
        raise FaultyShape(f"{name}: the code is {code!r}, and the file is not called {code}.yaml")
    texts = {key: _both(name, key, root.get(key)) for key in _TEXTS}
    case = _text(name, "case", root.get("case"))
    return Shape(code=code, texts=texts, case=case, policy=_case_file(name, case))


def _case_file(name: str, case: str) -> str:
    path = ROOT / case
    if not case.startswith(_CASES) or not path.is_file():
        raise FaultyShape(f"{name}: there is no case file {case!r} under {_CASES}")
    text = path.read_text("utf-8")
    if not any(True for _ in _cases(case, text)):
        raise FaultyShape(f"{name}: {case} has no worked examples")
    return text


def _read(name: str, content: bytes) -> tree.Node:
    outcome = read(name, content)
    if outcome.value is None or outcome.diagnostics:
        found = outcome.diagnostics[0]
        raise FaultyShape(f"{found.span}: {message(found, 'en')}")
    return outcome.value.root


def _mapping(name: str, node: tree.Node | None) -> tree.Mapping:
    if not isinstance(node, tree.Mapping):
        raise FaultyShape(f"{name}: keys and values are expected")
    return node


def _same_keys(name: str, where: str, node: tree.Mapping, expected: Sequence[str]) -> None:
    written = [key.text for key, _ in node.pairs]
    missing = [key for key in expected if key not in written]
    unknown = [key for key in written if key not in expected]
    if missing or unknown:
        at = f"{name}: {where}: " if where else f"{name}: "
        raise FaultyShape(f"{at}missing keys {missing}, unknown keys {unknown}")


def _both(name: str, key: str, node: tree.Node | None) -> Mapping[str, str]:
    texts = _mapping(f"{name}: {key}", node)
    _same_keys(name, key, texts, LANGUAGES)
    return {each: _text(name, f"{key}.{each}", texts.get(each)) for each in LANGUAGES}


def _text(name: str, where: str, node: tree.Node | None) -> str:
    if not isinstance(node, tree.Scalar) or not node.text.strip():
        raise FaultyShape(f"{name}: {where} is not a text")
    return node.text.strip()


def _file(stem: str, language: str) -> str:
    return f"{stem}.md" if language == "en" else f"{stem}.zh-CN.md"


def index(language: str) -> str:
    words, found = _WORDS[language], shapes()
    rows = [
        (code, _link(found[code], language) if code in found else words.not_yet)
        for code in (*CODES, *(b for b in BESIDE if b in found))
    ]
    return _page(words.index, [words.intro, table(words.heads, rows)])


def _link(shape: Shape, language: str) -> str:
    return f"[{shape.text('title', language)}]({_file(shape.code, language)})"


def shape_page(shape: Shape, language: str) -> str:
    words = _WORDS[language]
    links = (words.all_shapes, words.guide, words.other.format(code=shape.code))
    quoted = "\n".join(f"> {line}".rstrip() for line in shape.text("boss", language).splitlines())
    parts = [
        " · ".join(links),
        quoted,
        shape.text("how", language),
        f"## {words.policy}",
        words.from_file.format(name=shape.case, code=shape.code),
        fenced("yaml", without_cases(shape.policy)),
        f"## {words.worked}",
        *(part for case in _cases(shape.case, shape.policy) for part in _worked(case, words)),
    ]
    return _page(f"{shape.code} · {shape.text('title', language)}", parts)


def _page(title: str, parts: Sequence[str]) -> str:
    return "\n\n".join((NOTICE, f"# {title}", *parts)) + "\n"


def without_cases(policy: str) -> str:
    """The policy as it is typed, without its section of worked examples."""
    kept, is_kept = [], True
    for line in policy.splitlines(keepends=True):
        if _TOP_KEY.match(line):
            is_kept = not line.startswith("cases:")
        if is_kept:
            kept.append(line)
    return "".join(kept)


def _cases(name: str, policy: str) -> Iterator[tree.Mapping]:
    cases = _mapping(name, _read(name, policy.encode())).get("cases")
    if isinstance(cases, tree.Sequence):
        yield from (case for case in cases.items if isinstance(case, tree.Mapping))


def _worked(case: tree.Mapping, words: Words) -> Iterator[str]:
    yield f"### {_plain(case.get('case'))}"
    why = _plain(case.get("why"))
    yield "\n".join(f"> {line}".rstrip() for line in why.splitlines())
    given = [(key.text, node) for key, node in case.pairs if key.text not in _ASIDE]
    lines = [_item(words.given, given, words)] if given else []
    expect = case.get("expect")
    if isinstance(expect, tree.Mapping):
        lines.append(_item(words.expect, [(k.text, v) for k, v in expect.pairs], words))
    yield "\n".join(lines)


def _item(label: str, pairs: Sequence[tuple[str, tree.Node]], words: Words, depth: int = 0) -> str:
    """A list item of plain values, and items below it for values that have keys of their own."""
    pairs = list(_without_given(pairs))
    plain = [f"{key} {_plain(node)}" for key, node in pairs if not _has_keys(node)]
    start = "  " * depth + f"- {label}"
    lines = [start + (words.colon + " · ".join(plain) if plain else "")]
    for key, node in pairs:
        if isinstance(node, tree.Mapping) and node.pairs:
            inner = [(k.text, v) for k, v in node.pairs]
            lines.append(_item(key, inner, words, depth + 1))
    return "\n".join(lines)


def _without_given(pairs: Sequence[tuple[str, tree.Node]]) -> Iterator[tuple[str, tree.Node]]:
    """The figures under `given` stand beside the other facts."""
    for key, node in pairs:
        if key == "given" and isinstance(node, tree.Mapping):
            yield from ((inner.text, value) for inner, value in node.pairs)
        else:
            yield key, node


def _has_keys(node: tree.Node) -> bool:
    return isinstance(node, tree.Mapping) and bool(node.pairs)


def _plain(node: tree.Node | None) -> str:
    match node:
        case tree.Scalar():
            return node.text.strip()
        case tree.Sequence():
            return ", ".join(f"({_plain(n)})" if _is_deep(n) else _plain(n) for n in node.items)
        case tree.Mapping():
            return ", ".join(f"{key.text} {_plain(value)}" for key, value in node.pairs)
        case None:
            return ""


def _is_deep(node: tree.Node) -> bool:
    return not isinstance(node, tree.Scalar)
