"""JSON Schema → a page of keys: kind, allowed values, required, description, per section."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docs.made.page import ROOT, code, page, table

Schema = Mapping[str, Any]
HEADS = ("key", "kind", "required", "meaning", "含义")
_PREFIX = "#/$defs/"

POLICY_INTRO = """
Every key of a policy file, from `schemas/policy.schema.json`. A key that is not listed is refused.
A dot stands for a key inside another: `effective.from` is `from` under `effective`. How the keys
are used together is told in the [guide](../guide.md) ([中文](../guide.zh-CN.md)).
"""
MAPPING_INTRO = """
Every key of an import mapping, from `schemas/mapping.schema.json`. A key that is not listed is
refused. The shipped mappings are in `schemas/mappings`.

What a mapping needs besides the required keys depends on its `kind` and `layout`:

- `kind: agents` needs `roster`, and none of the keys of figures.
- `kind: agent_months` needs `month` and `agent`; `kind: shop_months` needs `month`, and no `agent`.
- `layout: wide` (used where `layout` is not said) needs `columns`, or `by_unit` if the file's own
  headers are the names of measures.
- `layout: long` needs `measure`, `value` and `by_unit`.
- A column with a `unit` declares a measure of its own and needs `places`, `min` and `max` too.
"""


def policy_keys() -> str:
    return _page("Keys of a policy", POLICY_INTRO, "policy.schema.json")


def mapping_keys() -> str:
    return _page("Keys of an import mapping", MAPPING_INTRO, "mapping.schema.json")


def _page(title: str, intro: str, file: str) -> str:
    keys = _Keys(json.loads((ROOT / "schemas" / file).read_text("utf-8")))
    return page(title, intro, keys.parts())


@dataclass
class _Keys:
    """Sections in the order in which the schema first names them."""

    schema: Schema
    order: list[str] = field(default_factory=list)

    def parts(self) -> Iterator[str]:
        yield "## At the top"
        yield self._table(self.schema)
        shown = 0
        while shown < len(self.order):
            name = self.order[shown]
            shown += 1
            definition = self.schema["$defs"][name]
            yield f"## {name}"
            yield _said(definition)
            if "properties" in definition:
                yield self._table(definition)
            else:
                yield f"Kind: {self._kind(definition)}."

    def _table(self, schema: Schema) -> str:
        return table(HEADS, self._rows("", schema))

    def _rows(self, before: str, schema: Schema) -> Iterator[tuple[str, ...]]:
        required = schema.get("required", ())
        for key, node in schema["properties"].items():
            if node == {"$ref": _PREFIX + "nothing"}:
                continue
            is_required = "yes" if key in required else ""
            yield code(before + key), self._kind(node), is_required, *self._meaning(node)
            inner = node.get("then", {}) if node.get("if") else node
            if "properties" in inner:
                yield from self._rows(f"{before}{key}.", inner)
            named = node.get("additionalProperties")
            if isinstance(named, dict) and "properties" in named.get("then", {}):
                yield from self._rows(f"{before}{key}.NAME.", named["then"])

    def _meaning(self, node: Schema) -> tuple[str, str]:
        """In English and in Chinese."""
        text = node.get("description", "")
        name = _ref(node)
        text = text or (self.schema["$defs"][name].get("description", "") if name else "")
        english, _, chinese = text.partition("\n")
        return english, chinese

    def _kind(self, node: Schema) -> str:
        name = _ref(node)
        if name is not None:
            return self._named(name)
        if "const" in node:
            return code(str(node["const"]))
        if "enum" in node:
            return ", ".join(code(str(one)) for one in node["enum"])
        if "if" in node and isinstance(node.get("type"), list):
            return self._either(node)
        return self._plain(node)

    def _named(self, name: str) -> str:
        definition = self.schema["$defs"][name]
        if name == "words":
            return "text"
        if name not in self.order:
            self.order.append(name)
        is_list = definition.get("type") == "array"
        return f"[{name}](#{name})" + (" (list)" if is_list else "")

    def _either(self, node: Schema) -> str:
        inner = node.get("then", {})
        branches = [b for b in (inner.get("then"), inner.get("else"), inner) if b and _ref(b)]
        links = [self._kind(b) for b in branches] or ["keys below"]
        plain = [_WORDS[t] for t in node["type"] if t != "object"]
        return " or ".join([*plain, *dict.fromkeys(links)])

    def _plain(self, node: Schema) -> str:
        type_ = node.get("type", "")
        if type_ == "array":
            return f"list of {self._kind(node.get('items', {}))}"
        named = node.get("additionalProperties")
        if type_ == "object" and isinstance(named, dict):
            if "type" in named and isinstance(named["type"], list) and not _ref(named):
                return "names, each with text or keys below"
            return f"names, each with {self._kind(named)}"
        if type_ == "object":
            return "keys below" if "properties" in node else "names with values"
        types = type_ if isinstance(type_, list) else [type_]
        return " or ".join(_WORDS.get(t, t) for t in types) + _limits(node)


_WORDS = {
    "string": "text", "integer": "whole number", "number": "number", "boolean": "`true`, `false`",
    "null": "nothing", "": "anything", "object": "keys below", "array": "list",
}  # fmt: skip


def _ref(node: Schema) -> str | None:
    text = node.get("$ref")
    return text.removeprefix(_PREFIX) if isinstance(text, str) else None


def _said(node: Schema) -> str:
    english, _, chinese = node.get("description", "").partition("\n")
    return f"{english[:1].upper()}{english[1:]}. {chinese}。" if english else ""


def _limits(node: Schema) -> str:
    if "minimum" in node and "maximum" in node:
        return f", {node['minimum']} to {node['maximum']}"
    if "minimum" in node:
        return f", at least {node['minimum']}"
    return f", like `{node['pattern']}`" if "pattern" in node else ""
