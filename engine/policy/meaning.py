"""Digests of what a policy means and of what it pays; worked out only when they are asked for."""

from __future__ import annotations

from engine.core.digest import digest
from engine.core.errors import EngineBug
from engine.core.number import parse_quantity
from engine.source.document import Mapping, Node, Scalar, Sequence

MEANING_VERSION = 1


def meaning_digest(root: Mapping) -> str:
    """Ignores positions, comments, key order, how numbers are spelled, and worked examples."""
    return digest("policy", MEANING_VERSION, _meaning(root))


def paying_digest(root: Mapping) -> str:
    """Of that only what pays: words beside an amount and the end may still change."""
    return digest("paying", MEANING_VERSION, _paying(root))


def pays_alike(one: Node, other: Node) -> bool:
    """Whether two values of a policy differ at most in words that no amount comes from."""
    return _paying_part(one) == _paying_part(other)


def _meaning(root: Mapping) -> object:
    """What pays, without positions, comments, key order, number spelling or worked examples."""
    return {
        **{
            key.text: plain_meaning(_without_cases(node) if key.text == "flags" else node)
            for key, node in root.pairs
            if key.text != "cases"
        },
        **_in_order(root),
    }


def _without_cases(node: Node) -> Node:
    """Rules about flags without their own worked examples."""
    if not isinstance(node, Mapping):
        return node
    return Mapping(tuple(pair for pair in node.pairs if pair[0].text != "cases"), node.span)


def _in_order(root: Mapping) -> dict[str, object]:
    """Names whose order counts: columns of decisions, because cells are read by their place."""
    decisions = root.get("decisions")
    found: dict[str, object] = _flag_rules(root)
    for name, body in decisions.pairs if isinstance(decisions, Mapping) else ():
        for part in ("when", "gives"):
            columns = body.get(part) if isinstance(body, Mapping) else None
            if isinstance(columns, Mapping):
                found[f"decisions.{name.text}.{part}"] = [key.text for key, _ in columns.pairs]
    return found


def _flag_rules(root: Mapping) -> dict[str, object]:
    """The names of the rules about flags: of several that fit an order the first one counts."""
    flags = root.get("flags")
    rules = flags.get("rules") if isinstance(flags, Mapping) else None
    if not isinstance(rules, Mapping):
        return {}
    return {"flags.rules": [key.text for key, _ in rules.pairs]}


def _paying(root: Mapping) -> object:
    """The meaning without the end: a version that has paid may still be told when it ends.

    A jurisdiction decides which warnings are given, and no amount.
    """
    body = root.get("effective")
    start = body.get("from") if isinstance(body, Mapping) else None
    pays = {
        key.text: plain_meaning(start) if start and key.text == "effective" else _paying_part(node)
        for key, node in root.pairs
        if key.text not in SAYS_NOTHING_OF_PAY and key.text != "jurisdiction"
    }
    return {**pays, **_in_order(root)}


# What a payslip may show beside an amount, but no amount comes from
SAYS_NOTHING_OF_PAY = frozenset({"cases", "title", "note", "label", "sources", "cite", "accept"})


def _paying_part(node: Node) -> object:
    match node:
        case Mapping():
            return {
                key.text: _paying_part(value)
                for key, value in node.pairs
                if key.text not in SAYS_NOTHING_OF_PAY
            }
        case Sequence():
            return [_paying_part(item) for item in node.items]
        case _:
            return plain_meaning(node)


def plain_meaning(node: Node) -> object:
    """What one node says, whatever the order of its keys and the spelling of its numbers."""
    match node:
        case Mapping():
            return {key.text: plain_meaning(value) for key, value in node.pairs}
        case Sequence():
            return [plain_meaning(item) for item in node.items]
        case Scalar():
            number = parse_quantity(node.text)
            return node.text if number is None else number
    raise EngineBug(f"no such node: {node!r}")
