"""Chains of tables and expressions: zen's steps, and the decisions of DMN."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from tests.peers.chain import Adjusted, Chain, flattened, safe, settled
from tests.peers.decision_tables import Table, add_table, by_priority
from tests.peers.draft import NotExpressible, Translated
from tests.peers.reading import json_document
from tests.peers.running import Case


def zen_chains(text: str) -> Iterator[Case]:
    for chain in json_document(text)["sets"]:
        title = chain["path"].split("/")[-1].removesuffix(".json")
        for count, case in enumerate(chain["cases"], start=1):
            name = f"{title} {count}"
            try:
                yield settled(partial(_zen, name, chain["steps"], case))
            except NotExpressible as lacking:
                yield name, lacking


def _zen(name: str, steps: Any, case: Mapping[str, Any], adjusted: Adjusted) -> Translated:
    chain = Chain(flattened(case["input"]), adjusted)
    for step in steps:
        if step["kind"] == "expressions":
            for entry in step["set"]:
                chain.set(entry["name"], entry["expr"])
        else:
            _zen_table(chain, step)
    if not isinstance(case["expect"], Mapping):
        raise NotExpressible("a list of all rows that fit; a decision gives one row, or their sum")
    return chain.answered(name, flattened(case["expect"]))


def _zen_table(chain: Chain, step: Mapping[str, Any]) -> None:
    table = Table(
        name=step["step"], hit=step["hit_policy"].upper(), inputs=tuple(step["inputs"]),
        outputs=tuple(step["outputs"]), rules=tuple(step["rules"]),
    )  # fmt: skip
    try:
        add_table(chain, table)
    except NotExpressible as lacking:
        for name in table.outputs:
            chain.note_lacking(name, str(lacking))


def dmn_sets(text: str) -> Iterator[Case]:
    for entry in json_document(text)["sets"]:
        title = entry["source"]["path"].split("/")[-1]
        for case in entry["cases"]:
            name = f"{title} {case['id'][:8]}"
            try:
                yield settled(partial(_dmn, name, entry["decisions"], case))
            except NotExpressible as lacking:
                yield name, lacking


def _dmn(name: str, decisions: Any, case: Mapping[str, Any], adjusted: Adjusted) -> Translated:
    by_name = {decision["decision"]: decision for decision in decisions}
    blanks = {given: safe(given) for given in (*case["input"], *by_name) if " " in given}
    figures = flattened({safe(k) if " " in k else k: v for k, v in case["input"].items()})
    later = partial(_decide, {blanks.get(n, n): d for n, d in by_name.items()}, blanks)
    chain = Chain(figures, adjusted, later)
    for asked in case["expect"]:
        if asked not in by_name:
            raise NotExpressible(f"{asked!r} is made of objects, not of a table")
        chain.resolve(blanks.get(asked, asked))
    expected = {blanks.get(n, n): value for n, value in case["expect"].items()}
    return chain.answered(name, flattened(expected))


def _decide(
    decisions: Mapping[str, Any], blanks: Mapping[str, str], chain: Chain, name: str
) -> bool:
    """Works out the decision of that name; a table with several outputs fills one name each."""
    decision = decisions.get(name)
    if decision is None:
        return False
    if decision["kind"] == "expression":
        chain.known[name] = chain.parser().parse(_without_blanks(decision["expr"], blanks))
        return True
    outputs = decision["outputs"]
    names = tuple(f"{name}.{o['name']}" if len(outputs) > 1 else name for o in outputs)
    table = Table(
        name=name, hit=decision["hit_policy"], aggregate=decision.get("aggregate", ""),
        inputs=tuple(_without_blanks(entry["expr"], blanks) for entry in decision["inputs"]),
        outputs=names, rules=tuple(decision["rules"]),
        defaults=tuple(output.get("default", "") for output in outputs),
    )  # fmt: skip
    if decision["hit_policy"] == "PRIORITY":
        table = by_priority(table, [o.get("values_in_priority_order", "") for o in outputs])
    add_table(chain, table)
    chain.known.setdefault(name, chain.known[names[0]])
    return True


def _without_blanks(expr: str, blanks: Mapping[str, str]) -> str:
    for given in sorted(blanks, key=len, reverse=True):
        expr = re.sub(rf"(?<!\w){re.escape(given)}(?!\w)", blanks[given], expr)
    return expr
