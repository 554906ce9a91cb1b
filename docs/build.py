"""Makes the generated pages: `python -m docs.build`, or `--check` to name those that are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from docs.made.catalogue import data_tables, measures
from docs.made.codes import codes
from docs.made.commands import commands
from docs.made.functions import functions
from docs.made.json_keys import json_keys
from docs.made.page import ROOT
from docs.made.part_schema import policy_part
from docs.made.rules import rules
from docs.made.schema_keys import mapping_keys, policy_keys
from docs.made.stages import stages

PAGES: Mapping[str, Callable[[], str]] = {
    # first: the commands that the other pages are collected from read it
    "schemas/policy_part.schema.json": policy_part,
    "docs/reference/policy-keys.md": policy_keys,
    "docs/reference/mapping-keys.md": mapping_keys,
    "docs/reference/functions.md": functions,
    "docs/reference/measures.md": measures,
    "docs/reference/codes.md": codes,
    "docs/reference/commands.md": commands,
    "docs/reference/json.md": json_keys,
    "docs/reference/data-tables.md": data_tables,
    "docs/stages.md": stages,
    "docs/rules.md": rules,
}


def stale() -> list[str]:
    """Pages that are missing, or differ from what would be made now."""
    return [name for name, made in PAGES.items() if _on_disk(name) != made()]


def write() -> list[str]:
    """Make every page; gives those that changed."""
    changed = []
    for name, made in PAGES.items():
        text = made()
        if _on_disk(name) != text:
            path = ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def _on_disk(name: str) -> str | None:
    path = ROOT / name
    return path.read_text("utf-8") if path.is_file() else None


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["--check"]:
        found = stale()
        for name in found:
            sys.stderr.write(f"stale: {name}; run: python -m docs.build\n")
        return 1 if found else 0
    if arguments:
        sys.stderr.write("usage: python -m docs.build [--check]\n")
        return 2
    for name in write():
        sys.stdout.write(f"made: {name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
