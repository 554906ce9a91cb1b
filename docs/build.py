"""Makes the generated pages: `python -m docs.build`, or `--check` to name those that are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from docs.made.catalogue import data_tables, facts, measures, order_facts
from docs.made.codes import codes
from docs.made.commands import commands
from docs.made.functions import functions
from docs.made.json_keys import json_keys
from docs.made.page import ROOT
from docs.made.part_schema import policy_part
from docs.made.rules import rules
from docs.made.schema_keys import mapping_keys, policy_keys
from docs.made.shapes import FaultyShape, left_over, shape_pages
from docs.made.stages import stages

PAGES: Mapping[str, Callable[[], str]] = {
    # first: the commands that the other pages are collected from read it
    "schemas/policy_part.schema.json": policy_part,
    "docs/reference/policy-keys.md": policy_keys,
    "docs/reference/mapping-keys.md": mapping_keys,
    "docs/reference/functions.md": functions,
    "docs/reference/measures.md": measures,
    "docs/reference/facts.md": facts,
    "docs/reference/order-facts.md": order_facts,
    "docs/reference/codes.md": codes,
    "docs/reference/commands.md": commands,
    "docs/reference/json.md": json_keys,
    "docs/reference/data-tables.md": data_tables,
    "docs/stages.md": stages,
    "docs/rules.md": rules,
}


def stale() -> list[str]:
    """Pages that are missing, or differ from what would be made now."""
    return [name for name, made in _pages().items() if _on_disk(name) != made()]


def write() -> list[str]:
    """Make every page; gives those that changed."""
    changed = []
    for name, made in _pages().items():
        text = made()
        if _on_disk(name) != text:
            path = ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def _pages() -> Mapping[str, Callable[[], str]]:
    return {**PAGES, **shape_pages()}


def _on_disk(name: str) -> str | None:
    path = ROOT / name
    return path.read_text("utf-8") if path.is_file() else None


def main(arguments: Sequence[str]) -> int:
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python -m docs.build [--check]\n")
        return 2
    try:
        return _check() if arguments else _make()
    except FaultyShape as fault:
        sys.stderr.write(f"docs/shapes: {fault}\n")
        return 1


def _check() -> int:
    old = stale()
    for name in old:
        sys.stderr.write(f"stale: {name}; run: python -m docs.build\n")
    return 1 if _name_left_over() or old else 0


def _make() -> int:
    for name in write():
        sys.stdout.write(f"made: {name}\n")
    return 1 if _name_left_over() else 0


def _name_left_over() -> bool:
    found = left_over()
    for name in found:
        sys.stderr.write(f"nothing makes this page any more: {name}\n")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
