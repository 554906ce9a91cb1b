"""Scales `[[from, rate or amount], …]`, ramps and trapezoids, some with effective dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.peers.draft import EXACT, Draft, NotExpressible, Translated, Worked
from tests.peers.ranges import ENDLESS
from tests.peers.reading import documents
from tests.peers.running import Case

Scale = Mapping[str, Any]
Tiers = Sequence[Sequence[str]]


def scales(text: str) -> Iterator[Case]:
    for document in documents(text):
        for case in document["cases"]:
            try:
                yield _translated(_scale_of(document, case), case)
            except NotExpressible as lacking:
                yield case["id"], lacking


def _scale_of(document: Mapping[str, Any], case: Mapping[str, Any]) -> Scale:
    stated = case.get("scale") or {"mode": case["form"], **case.get(case["form"], {})}
    stated = {**case["ramp"], "mode": case["form"]} if "ramp" in case else stated
    scale = document["scales"][stated] if isinstance(stated, str) else stated
    return _in_force(scale, case["month"]) if "month" in case else scale


def _in_force(scale: Scale, month: str) -> Scale:
    """The values that hold in the month; a tier whose start does not hold yet is left out."""
    held = {key: _value(value, month) for key, value in scale.items() if key != "tiers"}
    tiers = [[_value(t["from"], month), _value(t["rate"], month)] for t in scale.get("tiers", ())]
    return held | {"tiers": [tier for tier in tiers if None not in tier]}


def _value(dated: object, month: str) -> object:
    if not isinstance(dated, Mapping):
        return dated
    begun = [start for start in dated if start <= month]
    return dated[max(begun)] if begun else None


def _translated(scale: Scale, case: Mapping[str, Any]) -> Case:
    asked = case.get("ask", scale["mode"])
    if asked not in _READINGS:
        raise NotExpressible(_WHY_NOT.get(asked, f"no reading for {asked}"))
    points = case.get("points") or case["expect"]
    draft = Draft()
    draft.measure("base", [base for base, _ in points], "money")
    answer = _READINGS[asked](draft, {**scale, "factor": case.get("threshold_factor", "1")})
    ones = {"one": "1"} if "one ×" in answer else {}
    for one in ones:
        draft.measure(one, ["1"], "money")
    stated = case.get("round")
    rounding = {"places": stated["decimals"], "mode": stated["mode"]} if stated else EXACT
    draft.line("answer", answer, rounding)
    kept = [point for point in points if not _is_quirk(case, point)]
    for base, expected in kept:
        name, given = f"{case['id']} at {base}", {"base": str(base), **ones}
        draft.cases.append(Worked(name=name, given=given, expect={"answer": str(expected)}))
    quirk = "" if kept == points else f"at 4 the source's own slip: {case['note']}"
    return Translated(name=case["id"], policy=draft.text(), lacking=quirk)


def _is_quirk(case: Mapping[str, Any], point: Sequence[str]) -> bool:
    return bool(case.get("quirk")) and point[0] == "4"


def _from_zero(tiers: Tiers) -> list[list[str]]:
    rows = [[str(start), *map(str, rest)] for start, *rest in tiers]
    has_zero = Decimal(rows[0][0]) == 0
    return rows if has_zero else [["0", *["0"] * (len(rows[0]) - 1)], *rows]


def _banded(tiers: Tiers, column: str, unit: str, *, is_above: bool) -> dict[str, object]:
    """One value per band; `is_above`: a base equal to a threshold is still below it."""
    rows = _from_zero(tiers)
    if is_above:
        ends = [row[0] for row in rows[1:]] + [ENDLESS]
        rows = [[end, *row[1:]] for end, row in zip(ends, rows, strict=True)]
    edge, first = ("to_inclusive", "to") if is_above else ("from_inclusive", "from")
    return {
        "lookup": "base", "method": "whole", "edge": edge,
        "columns": [first, column], "units": {column: unit}, "rows": rows,
    }  # fmt: skip


def _marginal(rows: list[list[str]], columns: list[str]) -> dict[str, object]:
    return {
        "lookup": "base", "apply_to": "base", "method": "marginal", "edge": "from_inclusive",
        "unit": "money", "columns": columns, "rows": rows,
    }  # fmt: skip


def _marginal_rate(draft: Draft, scale: Scale) -> str:
    draft.tables["scale"] = _marginal(_from_zero(scale["tiers"]), ["from", "rate"])
    return "scale.amount"


def _marginal_rate_at(draft: Draft, scale: Scale) -> str:
    draft.tables["scale"] = _banded(scale["tiers"], "share_here", "ratio", is_above=False)
    return "one × scale.share_here"


def _rate_lookup(draft: Draft, scale: Scale) -> str:
    is_above = scale.get("bound") == "above"
    draft.tables["scale"] = _banded(scale["tiers"], "share_here", "ratio", is_above=is_above)
    return "one × scale.share_here"


def _threshold_at(draft: Draft, scale: Scale) -> str:
    starts = [[start, start] for start, _ in scale["tiers"]]
    is_above = scale.get("bound") == "above"
    draft.tables["scale"] = _banded(starts, "threshold", "money", is_above=is_above)
    return "scale.threshold"


def _bracket_index(draft: Draft, scale: Scale) -> str:
    factor = Decimal(scale["factor"])
    tiers = [[str(start * factor), str(index)] for index, (start,) in enumerate(scale["tiers"])]
    draft.tables["scale"] = _banded(tiers, "place", "count", is_above=True)
    return "one × scale.place"


def _marginal_amount(draft: Draft, scale: Scale) -> str:
    rows = [[str(start), "0", str(amount)] for start, amount in scale["tiers"]]
    draft.tables["scale"] = _marginal(_from_zero(rows), ["from", "rate", "fixed"])
    return "scale.amount"


def _single_amount(draft: Draft, scale: Scale) -> str:
    draft.tables["scale"] = _banded(scale["tiers"], "amount_here", "money", is_above=False)
    return "scale.amount_here"


def _linear_average_rate(draft: Draft, scale: Scale) -> str:
    draft.tables["scale"] = {
        "lookup": "base", "method": "interpolated", "outside": "clamp", "unit": "ratio",
        "columns": ["at", "value"], "rows": [[str(at), str(value)] for at, value in scale["tiers"]],
    }  # fmt: skip
    return "base × scale.amount"


def _combined_tiers(draft: Draft, scale: Scale) -> str:
    """The rate at each threshold of the combination is the sum of the two rates."""
    for name, part in zip(("first", "second"), scale["parts"], strict=True):
        draft.tables[name] = _banded(part["tiers"], "share_here", "ratio", is_above=False)
    return "one × (first.share_here + second.share_here)"


def _flat_rate(draft: Draft, scale: Scale) -> str:
    return f"base × {scale['rate']}"


def _rate_with_floor(draft: Draft, scale: Scale) -> str:
    return f"max(base × {scale['rate']}, {scale['floor']})"


def _trapezoid(draft: Draft, scale: Scale) -> str:
    rising = f"min(base × {scale['phase_in_rate']}, {scale['max']})"
    falling = f"max(base − {scale['phase_out_from']}, 0) × {scale['phase_out_rate']}"
    return f"max({rising} − {falling}, 0)"


def _ramp_down(draft: Draft, scale: Scale) -> str:
    draft.tables["scale"] = {
        "lookup": "base", "method": "interpolated", "outside": "clamp", "unit": "money",
        "columns": ["at", "value"], "rows": [[scale["start"], scale["full"]], [scale["end"], "0"]],
    }  # fmt: skip
    return "scale.amount"


def _rate_down(draft: Draft, scale: Scale) -> str:
    full = scale["full"]
    return f"clamp({full} − (base − {scale['start']}) × {scale['rate']}, 0, {full})"


_READINGS: Mapping[str, Callable[[Draft, Scale], str]] = {
    "marginal_rate": _marginal_rate,
    "marginal_rate_at": _marginal_rate_at,
    "rate_lookup": _rate_lookup,
    "threshold_at": _threshold_at,
    "bracket_index": _bracket_index,
    "marginal_amount": _marginal_amount,
    "single_amount": _single_amount,
    "linear_average_rate": _linear_average_rate,
    "combined_tiers": _combined_tiers,
    "flat_rate": _flat_rate,
    "rate_with_floor": _rate_with_floor,
    "trapezoid": _trapezoid,
    "ramp_down": _ramp_down,
    "rate_down": _rate_down,
}
_WHY_NOT = {
    "goal_seek": "asks for the figure at which a given amount is paid; a policy goes one way only",
}
