"""Talks to the real yaml-language-server as an editor would, and writes down what it says.

`make editor` runs it; it needs npm. The test suite holds the transcript against the schemas.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.editor.server import Server, started
from tests.pipeline import ENGINE, ROOT, SHIPPED, relative

VERSION = "1.25.0"
TRANSCRIPT = Path(__file__).parent / "transcript.json"
CURSOR = "▮"
HEAD = "# yaml-language-server: $schema=../../../schemas/{schema}.schema.json\nformat: 1\n"
CARD = "kpi:\n  card:\n    items:\n      service:\n        weight: 40\n        "
TABLE = "tables:\n  grade:\n    "
# what is typed, the cursor shown as ▮, by the schema that the first line names
COMPLETIONS = {
    "at the top": ("policy", "▮"),
    "keys of an item": ("policy", CARD + "▮"),
    "inside of points": ("policy", CARD + "points:\n          ▮"),
    "inside of points in braces": ("policy", CARD + "points: {t▮}"),
    "inside of points that deduct": ("policy", CARD + "points: {deduct: 2, s▮}"),
    "words of points": ("policy", CARD + "points: ▮"),
    "words of step": ("policy", CARD + "points: {deduct: 2, step: ▮}"),
    "words of missing": ("policy", CARD + "missing: ▮"),
    "keys of a table": ("policy", TABLE + "▮"),
    "words of method": ("policy", TABLE + "method: ▮"),
    "words of edge": ("policy", TABLE + "edge: ▮"),
    "keys of a rounding": ("policy", "round:\n  lines: {p▮}"),
    "words of mode": ("policy", "round:\n  lines: {mode: ▮}"),
    "keys of a pay line": ("policy", "pay:\n  salary:\n    ▮"),
    "keys of a flag rule": ("policy", "flags:\n  rules:\n    moved:\n      ▮"),
    "words of handled_by": ("policy", "flags:\n  handled_by:\n    - ▮"),
    "keys of extends": ("policy_part", "extends: {b▮}"),
    "inside of points of a part": ("policy_part", CARD + "points: {s▮}"),
}
HOVERS = {
    "effective": "effect▮ive: {from: 2024-05}",
    "round": "rou▮nd:\n  lines: {places: 2, mode: half_up}",
    "weight": CARD.replace("weight", "wei▮ght"),
    "points": CARD + "poi▮nts: {target: 60%}",
    "target": CARD + "points: {tar▮get: 60%}",
    "step": CARD + "points: {start: 100, deduct: 2, per: 1, above: 60, st▮ep: full}",
    "lookup": TABLE + "loo▮kup: sales",
    "edge": TABLE + "ed▮ge: to_inclusive",
    "method": TABLE + "met▮hod: marginal",
    "amount": "pay:\n  salary: {amo▮unt: 100}",
    "when": "pay:\n  salary: {amount: 100, wh▮en: sales > 1}",
    "extends": "ext▮ends: {base: firm, version: 1}",
    "cases": "ca▮ses:\n  - {case: a, why: b, expect: {}}",
}
PART = "policy: pay\nshop: north\nversion: 1\ntitle: North\neffective: {from: 2024-05}\n"
FINDINGS = {
    "a key with two letters swapped": ("policy_part", PART + "extends: {base: firm, version: 1}\n"
                                       "tables:\n  grade: {lokup: sales}\n"),
    "a word that is none of those to choose from": (
        "policy_part", PART + "extends: {base: firm, version: 1}\n"
        "tables:\n  grade: {edge: inclusive}\n",
    ),
    "a policy without its pay": ("policy", PART),
    "a policy that extends, with one line of its own": (
        "policy_part", PART + "extends: {base: firm, version: 1}\n"
        "pay:\n  salary: {when: sales > 1}\n",
    ),
    "a base": ("policy_part", "base: firm\nversion: 1\ntitle: Firm\ncurrency: CNY\n"),
}  # fmt: skip


@dataclass
class Editor:
    """Opens texts as files at a policy's place, each under a name of its own."""

    server: Server
    root: Path
    opened: int = 0

    def open(self, schema: str, text: str) -> tuple[str, dict[str, int]]:
        self.opened += 1
        path = self.root / "policies" / "shop" / "pay" / f"v{self.opened}.yaml"
        whole = HEAD.format(schema=schema) + text
        before = whole.partition(CURSOR)[0]
        self.server.open(path.as_uri(), whole.replace(CURSOR, ""))
        column = len(before) - (before.rfind("\n") + 1)
        return path.as_uri(), {"line": before.count("\n"), "character": column}

    def ask(self, method: str, schema: str, text: str) -> Any:
        uri, position = self.open(schema, text)
        self.server.findings(uri)
        place = {"textDocument": {"uri": uri}, "position": position}
        return self.server.ask(f"textDocument/{method}", place)

    def completions(self, schema: str, text: str) -> dict[str, str]:
        """Label → what is said of it."""
        items = self.ask("completion", schema, text)["items"]
        return {item["label"]: said(item.get("documentation", "")) for item in items}

    def hover(self, text: str) -> str:
        answer = self.ask("hover", "policy", text)
        return said(answer["contents"]).split("\n\nSource:")[0] if answer else ""

    def findings(self, schema: str, text: str) -> list[str]:
        uri, _ = self.open(schema, text)
        return messages(self.server.findings(uri))


def said(text: Any) -> str:
    return str(text["value"] if isinstance(text, dict) else text)


def messages(found: list[dict[str, Any]]) -> list[str]:
    return sorted(f"{d['range']['start']['line'] + 1}: {d['message']}" for d in found)


def shipped(server: Server) -> dict[str, list[str]]:
    """Findings in every shipped policy, opened where it lies."""
    found = {}
    for path in SHIPPED:
        server.open(path.as_uri(), path.read_text("utf-8"))
        found[relative(path)] = messages(server.findings(path.as_uri()))
    return found


def starters(editor: Editor) -> dict[str, list[str]]:
    found = {}
    for path in sorted((ENGINE / "app" / "starter").rglob("v1.yaml")):
        text = path.read_text("utf-8").partition("format: 1\n")[2]
        found[relative(path)] = editor.findings("policy", text)
    return found


def record(server: Server, root: Path) -> dict[str, object]:
    editor = Editor(server, root)
    return {
        "server": f"yaml-language-server {VERSION}",
        "shipped": {**shipped(server), **starters(editor)},
        "completions": {name: editor.completions(*typed) for name, typed in COMPLETIONS.items()},
        "hovers": {name: editor.hover(text) for name, text in HOVERS.items()},
        "findings": {name: editor.findings(*typed) for name, typed in FINDINGS.items()},
    }


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder with the schemas, as `tianping init` makes one."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "schemas", Path(folder) / "schemas")
        yield Path(folder)


def main() -> int:
    with tempfile.TemporaryDirectory() as tools, workspace() as root:
        install = ["npm", "install", "--silent", "--prefix", tools]
        subprocess.run([*install, f"yaml-language-server@{VERSION}"], check=True)
        binary = Path(tools) / "node_modules" / ".bin" / "yaml-language-server"
        with started([str(binary), "--stdio"], root) as server:
            recorded = record(server, root)
    text = json.dumps(recorded, ensure_ascii=False, indent=1) + "\n"
    TRANSCRIPT.write_text(text, encoding="utf-8")
    sys.stdout.write(f"written: {relative(TRANSCRIPT)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
