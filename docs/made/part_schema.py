"""The schema of a part of a policy (a base, or what is laid over one), from that of a whole one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from docs.made.page import ROOT

_BASE = {
    "type": "string",
    "pattern": "^[a-z][a-z0-9_]*$",
    "title": "Base · 基础方案",
    "description": "this file is a base, called as its folder under bases/; it pays nobody itself"
    "\n本文件是基础方案，名称与 bases/ 下的文件夹相同；它自己不给任何人发工资",
    "examples": ["firm"],
}
_TITLE = "Part of a Tianping pay policy · 天平薪酬方案的一部分"
_SAID = (
    "A base that several shops share, or a policy that extends one; what is missing comes from the "
    "base\n几家店共用的基础方案，或引用基础方案的方案；没写的部分来自基础方案"
)
_BRANCHES = ("if", "then", "else")


def policy_part() -> str:
    """Nothing inside is required, because it may stand in the other file."""
    whole = json.loads((ROOT / "schemas" / "policy.schema.json").read_text("utf-8"))
    definitions = whole["$defs"]
    part = _lax({k: v for k, v in whole.items() if k != "$defs"}, definitions)
    part["title"], part["description"] = _TITLE, _SAID
    keys = part["properties"]
    part["properties"] = {"format": keys["format"], "base": _BASE, **keys}
    part["required"] = ["format", "version", "title"]
    part["if"] = {"required": ["base"]}
    part["else"] = {"required": ["policy", "shop", "effective", "extends"]}
    part["$defs"] = {name: _lax(one, definitions) for name, one in definitions.items()}
    part["properties"]["extends"] = whole["properties"]["extends"]
    return json.dumps(part, ensure_ascii=False, indent=2) + "\n"


def _lax(node: Any, definitions: Mapping[str, Any]) -> Any:
    """The same keys and kinds, but none required, and all branches allowed at once."""
    if isinstance(node, list):
        return [_lax(one, definitions) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {k: v for k, v in node.items() if k not in ("required", *_BRANCHES)}
    found = {k: _lax(v, definitions) for k, v in kept.items()}
    if "if" in node:
        _join_branches(node, found, definitions)
    return found


def _join_branches(
    node: Mapping[str, Any], into: dict[str, Any], definitions: Mapping[str, Any]
) -> None:
    for branch in ("then", "else"):
        whole = _looked_up(node.get(branch, {}), definitions)
        lax = _lax(whole, definitions)
        if "properties" in lax:
            into["properties"] = {**lax["properties"], **into.get("properties", {})}
            into.setdefault("additionalProperties", False)


def _looked_up(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(node.get("$ref", "")).rpartition("/")[2]
    return definitions[name] if name else node
