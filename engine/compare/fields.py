"""Which keys each part of a policy has, and in what way the value of each is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from engine.core.record import record

Style = Literal[
    "value", "formula", "word", "rounding", "names", "points", "prorate", "cite", "accept",
    "last", "columns", "rows", "cells", "review", "fields", "named", "parts",
]  # fmt: skip


@record(kw_only=True)
class Shape:
    """`of`: the group of a word, the kind of inner fields or parts. `is_words`: pays nothing."""

    style: Style
    of: str = ""
    is_words: bool = False


def _word(group: str, *, is_words: bool = False) -> Shape:
    return Shape(style="word", of=group, is_words=is_words)


def _fields(kind: str) -> Shape:
    return Shape(style="fields", of=kind)


def _parts(kind: str) -> Shape:
    return Shape(style="parts", of=kind)


VALUE = Shape(style="value")
LAST = Shape(style="last")
SAID = Shape(style="value", is_words=True)
FORMULA = Shape(style="formula")
ROUNDING = Shape(style="rounding")
NAMES = Shape(style="names")
COLUMNS = Shape(style="columns")
ROWS = Shape(style="rows")
CELLS = Shape(style="cells")
UNITS = Shape(style="named", of="unit")
CHOICES = Shape(style="named", of="flags")
MEANINGS = Shape(style="named", of="flags", is_words=True)
ACCEPT = Shape(style="accept", is_words=True)
HEADING: Mapping[str, Shape] = {
    "label": SAID,
    "note": SAID,
    "cite": Shape(style="cite", is_words=True),
}

# The order of the sections is the order of what reaches no line of the payslip.
FIELDS: Mapping[str, Mapping[str, Shape]] = {
    "head": {
        "effective": _fields("effective"),
        "currency": VALUE,
        "approvals": VALUE,
        "round": _fields("rounds"),
        "history": _fields("history"),
        "roles": _parts("role"),
        "mid_month": _fields("mid_month"),
        "eligibility": _parts("rule"),
        "kpi": _parts("card"),
        "measures": _parts("measure"),
        "tables": _parts("table"),
        "decisions": _parts("decision"),
        "formulas": _parts("formula"),
        "pools": _parts("pool"),
        "distributions": _parts("distribution"),
        "streaks": _parts("streak"),
        "levels": _parts("ladder"),
        "pay": _parts("line"),
        "notices": _parts("notice"),
        "flags": _fields("flags"),
        "sources": Shape(style="parts", of="source", is_words=True),
        "jurisdiction": SAID,
        "title": SAID,
        "note": SAID,
        "format": SAID,
        "base": SAID,
        "policy": SAID,
        "shop": SAID,
        "version": SAID,
    },
    "effective": {"from": VALUE, "to": LAST},
    "rounds": {"lines": ROUNDING, "total": ROUNDING},
    "history": {"from": VALUE},
    "mid_month": {key: _word("state") for key in ("role", "level", "version")},
    "source": {"doc": SAID, "title": SAID},
    "measure": {
        "unit": _word("unit"),
        "places": VALUE,
        "min": VALUE,
        "max": VALUE,
        "better": _word("better"),
        "grain": _word("grain"),
        "entered": _word("entered"),
        "by": VALUE,
        "evidence": _word("evidence"),
        "missing": _word("missing"),
        **HEADING,
    },
    "role": {"kpi": VALUE, "pay": NAMES, "accept": ACCEPT, **HEADING},
    "rule": {"when": FORMULA, "roles": NAMES, "otherwise": _fields("otherwise"), **HEADING},
    "otherwise": {"pay": NAMES},
    "card": {
        "round": ROUNDING,
        "missing": _word("missing"),
        "items": _parts("item"),
        **HEADING,
    },
    "item": {
        "weight": VALUE,
        "measure": VALUE,
        "formula": FORMULA,
        "points": Shape(style="points"),
        "missing": _word("missing"),
        "round": ROUNDING,
        **HEADING,
    },
    "target": {"target": FORMULA, "cap": VALUE, "floor": VALUE},
    "deduct": {
        "start": VALUE,
        "deduct": VALUE,
        "per": VALUE,
        "above": FORMULA,
        "below": FORMULA,
        "step": _word("step"),
        "floor": VALUE,
    },
    "table": {
        "method": _word("method"),
        "lookup": FORMULA,
        "each": VALUE,
        "lookup_round": ROUNDING,
        "edge": _word("edge"),
        "apply_to": FORMULA,
        "quota": FORMULA,
        "outside": _word("outside"),
        "unit": _word("unit"),
        "columns": COLUMNS,
        "units": UNITS,
        "rows": ROWS,
        "csv": _fields("csv"),
        "reconcile": _fields("reconcile"),
        "accept": ACCEPT,
        **HEADING,
    },
    "csv": {"file": SAID, "sha256": SAID},
    "reconcile": {"total": VALUE, "parts": NAMES},
    "decision": {
        "hit": _word("hit"),
        "when": Shape(style="named", of="formula"),
        "gives": UNITS,
        "rows": ROWS,
        **HEADING,
    },
    "formula": {"formula": FORMULA, "round": ROUNDING, "accept": ACCEPT, **HEADING},
    "pool": {
        "amount": FORMULA,
        "among": NAMES,
        "when": FORMULA,
        "by": FORMULA,
        "places": VALUE,
        "remainder": _word("remainder"),
        **HEADING,
    },
    "distribution": {
        "rank": FORMULA,
        "among": NAMES,
        "when": FORMULA,
        "first": _word("first"),
        "ties": _word("ties"),
        "headcounts": _word("mode"),
        "columns": COLUMNS,
        "units": UNITS,
        "rows": ROWS,
        "otherwise": CELLS,
        **HEADING,
    },
    "streak": {
        "while": FORMULA,
        "absent": _word("absent"),
        "reached": _fields("reached"),
        **HEADING,
    },
    "reached": {"months": VALUE, "again": _word("again")},
    "ladder": {
        "steps": NAMES,
        "start": VALUE,
        "promote": FORMULA,
        "demote": FORMULA,
        "if_both": _word("if_both"),
        "review": Shape(style="review"),
        "effect": _word("effect"),
        **HEADING,
    },
    "line": {
        "amount": FORMULA,
        "when": FORMULA,
        "round": ROUNDING,
        "counts": NAMES,
        "at_least": FORMULA,
        "at_most": FORMULA,
        "category": _word("category"),
        "prorate": Shape(style="prorate"),
        "times": _fields("times"),
        "accept": ACCEPT,
        **HEADING,
    },
    "by_days": {
        "by": _word("by"),
        "base": FORMULA,
        "days": FORMULA,
        "absent": FORMULA,
        "cap": VALUE,
        "floor": VALUE,
    },
    "times": {"at_most": VALUE, "months": VALUE},
    "notice": {"when": FORMULA, "roles": NAMES, **HEADING},
    "flags": {
        "source": VALUE,
        "codes": VALUE,
        "statuses": CHOICES,
        "meanings": MEANINGS,
        "blank": NAMES,
        "words": _parts("flag_words"),
        "handled_by": NAMES,
        "names": VALUE,
        "date": VALUE,
        "keep": VALUE,
        "upload": _fields("upload"),
        "hit": _word("hit"),
        "rules": _parts("flag_rule"),
        "otherwise": VALUE,
        "voids": _fields("voids"),
        **HEADING,
    },
    "flag_words": {"in": NAMES, "any": NAMES, **HEADING},
    "flag_rule": {
        "when": CHOICES,
        "flag": VALUE,
        "memo": VALUE,
        "reason": VALUE,
        "responsible": VALUE,
        "deadline": _fields("deadline"),
        "severity": VALUE,
        **HEADING,
    },
    "upload": {"encoding": VALUE, "bytes": VALUE},
    "deadline": {"hours": VALUE, "after": VALUE},
    "voids": {"flags": NAMES, "before": VALUE},
    "acceptance": {"finding": VALUE, "of": VALUE, "at": VALUE, "reason": VALUE},
}
# Keys that mean the same wherever they stand.
SHARED = frozenset({
    "label", "note", "cite", "accept", "round", "when", "missing", "columns", "units", "roles",
    "pay", "unit", "places", "title", "among", "formula", "rows", "floor", "cap", "rules",
})  # fmt: skip
SECTIONS = tuple(FIELDS["head"])
# What each text says for itself, so that two of one name are never taken for each other.
WORDS_IN_COMMON = frozenset({"method", "mode"})
