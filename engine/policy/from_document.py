"""Document → `Policy`. Every mistake of the file's meaning that it shows by itself is found."""

from __future__ import annotations

from collections.abc import Mapping as TextMapping
from decimal import Decimal
from pathlib import PurePosixPath

from engine.core.diagnostic import Outcome, in_order
from engine.core.period import Effective, Month, month_with, shown_start
from engine.core.unit import Unit
from engine.policy.cards import build_kpis
from engine.policy.checks.p203_ends_before_start import ENDS_BEFORE_START
from engine.policy.checks.p220_not_at_its_path import NOT_AT_ITS_PATH
from engine.policy.checks.p224_start_unstated import START_UNSTATED
from engine.policy.checks.p242_measure_bounds import MEASURE_BOUNDS
from engine.policy.decisions import build_decisions
from engine.policy.examples import build_cases
from engine.policy.flag_rules import build_flags
from engine.policy.lines import build_lines, check_lines, with_limits
from engine.policy.model import (
    Eligibility,
    Limit,
    Line,
    MeasureNote,
    NamedFormula,
    Policy,
    Role,
    Source,
)
from engine.policy.proration import read_mid_month
from engine.policy.reading import (
    Reading,
    entries,
    mappings,
    month_of,
    pairs,
    reference,
    rounding,
    start_of,
    text_of,
)
from engine.policy.row_reading import read_rows
from engine.policy.service_section import read_service
from engine.policy.sharing import build_distributions, build_pools
from engine.policy.states import (
    build_ladders,
    build_notices,
    build_streaks,
)
from engine.policy.tables import build_tables
from engine.source.document import Document, Mapping, Node, Scalar


def build(document: Document, companions: TextMapping[str, bytes]) -> Outcome[Policy]:
    """The policy that the document states; `companions` are its CSV tables by file name."""
    root = document.root
    sources = tuple(_source(key, body) for key, body in pairs(root.get("sources")))
    reading = Reading(sources=frozenset(s.name for s in sources))
    lines = build_lines(root.get("pay"), reading)
    rounds = root.get("round")
    policy = Policy(
        name=text_of(root.get("policy")),
        shop=text_of(root.get("shop")),
        version=int(text_of(root.get("version"))),
        title=text_of(root.get("title")),
        effective=_effective(root, reading),
        jurisdiction=text_of(root.get("jurisdiction")),
        approvals=int(text_of(root.get("approvals")) or 1),
        sources=sources,
        line_round=rounding(rounds.get("lines")) if isinstance(rounds, Mapping) else None,
        total_round=rounding(rounds.get("total")) if isinstance(rounds, Mapping) else None,
        measures=tuple(_measure(k, b, reading) for k, b in mappings(root.get("measures"))),
        service=read_service(root, reading),
        roles=tuple(_role(k, b, lines, reading) for k, b in mappings(root.get("roles"))),
        mid_month=read_mid_month(root.get("mid_month")),
        eligibility=tuple(
            _rule(k, b, lines, reading) for k, b in mappings(root.get("eligibility"))
        ),
        kpis=build_kpis(root.get("kpi"), reading),
        tables=build_tables(root.get("tables"), reading, companions),
        decisions=build_decisions(root.get("decisions"), reading),
        formulas=tuple(_formula(k, b, reading) for k, b in pairs(root.get("formulas"))),
        pools=build_pools(root.get("pools"), reading),
        distributions=build_distributions(root.get("distributions"), reading),
        lines=lines,
        cases=build_cases(root.get("cases"), reading),
        history_from=_history(root.get("history"), reading),
        streaks=build_streaks(root.get("streaks"), reading),
        ladders=build_ladders(root.get("levels"), reading),
        notices=build_notices(root.get("notices"), reading),
        flags=build_flags(root, reading),
        bytes_digest=document.bytes_digest,
        root=root,
        span=root.span,
    )
    _check_path(policy, document, reading)
    reading.found.extend(check_lines(policy))
    return Outcome(policy, in_order(reading.found))


def _source(key: Scalar, body: Node) -> Source:
    if isinstance(body, Mapping):
        return Source(name=key.text, doc=text_of(body.get("doc")), title=text_of(body.get("title")))
    return Source(name=key.text, doc=text_of(body), title="")


def _effective(root: Mapping, reading: Reading) -> Effective:
    body = root.get("effective")
    start_node = body.get("from") if isinstance(body, Mapping) else None
    end_node = body.get("to") if isinstance(body, Mapping) else None
    start, end = start_of(start_node, reading), start_of(end_node, reading)
    if start and end and end_node and end <= start:
        values = {"start": shown_start(start), "end": shown_start(end)}
        reading.found.append(ENDS_BEFORE_START.at(end_node.span, **values))
    rule = read_mid_month(root.get("mid_month")).version
    if start and start.day > 1 and start_node and rule is None:
        values = {"start": start.isoformat(), "month": str(month_with(start))}
        reading.found.append(START_UNSTATED.at(start_node.span, **values))
    return Effective(start or Month(1, 1).start, end)


def _history(node: Node | None, reading: Reading) -> Month | None:
    return month_of(node.get("from"), reading) if isinstance(node, Mapping) else None


def _measure(key: Scalar, body: Mapping, reading: Reading) -> MeasureNote:
    unit, places = text_of(body.get("unit")), text_of(body.get("places"))
    least, greatest = (reading.optional_quantity(body, name) for name in ("min", "max"))
    if least and greatest and _is_above(least.amount, greatest.amount):
        values = {"measure": key.text, "low": least.text, "high": greatest.text}
        reading.found.append(MEASURE_BOUNDS.at(key.span, **values))
    return MeasureNote(
        heading=reading.heading(key, body),
        unit=Unit(unit) if unit else None,
        places=int(places) if places else None,
        least=least,
        greatest=greatest,
        better=text_of(body.get("better")) or None,  # type: ignore[arg-type]  # schema enum
        grain=text_of(body.get("grain")) or None,  # type: ignore[arg-type]  # schema enum
        entered=text_of(body.get("entered")) == "true",
        missing=text_of(body.get("missing")) or None,  # type: ignore[arg-type]  # schema enum
        by=text_of(body.get("by")),
        needs_evidence=text_of(body.get("evidence")) == "required",
        rows=read_rows(body.get("rows"), reading),
    )


def _is_above(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one > other


def _role(key: Scalar, body: Mapping, lines: tuple[Line | Limit, ...], reading: Reading) -> Role:
    kpi = body.get("kpi")
    return Role(
        heading=reading.heading(key, body),
        kpi=reference(kpi) if kpi else None,
        pay=with_limits((reference(n) for n in entries(body.get("pay"))), lines),
        accept=reading.acceptances(body),
    )


def _rule(
    key: Scalar, body: Mapping, lines: tuple[Line | Limit, ...], reading: Reading
) -> Eligibility:
    otherwise = body.get("otherwise")
    paid = entries(otherwise.get("pay")) if isinstance(otherwise, Mapping) else ()
    return Eligibility(
        heading=reading.heading(key, body),
        when=reading.formula(body.get("when") or key),
        roles=tuple(reference(n) for n in entries(body.get("roles"))),
        otherwise=with_limits((reference(n) for n in paid), lines),
    )


def _formula(key: Scalar, body: Node, reading: Reading) -> NamedFormula:
    if not isinstance(body, Mapping):
        return NamedFormula(
            heading=reading.heading(key, body), formula=reading.formula(body), round=None
        )
    return NamedFormula(
        heading=reading.heading(key, body),
        formula=reading.formula(body.get("formula") or key),
        round=rounding(body.get("round")),
        accept=reading.acceptances(body),
    )


def _check_path(policy: Policy, document: Document, reading: Reading) -> None:
    """A file under policies/ must say what its path says; other files may lie anywhere."""
    parts = PurePosixPath(document.file.replace("\\", "/")).parts
    if "policies" not in parts or len(parts) < 4 or parts[-4] != "policies":
        return
    stated = (policy.shop, policy.name, f"v{policy.version}.yaml")
    for key, here, there in zip(("shop", "policy", "version"), stated, parts[-3:], strict=True):
        if here != there:
            node = document.root.get(key)
            span = node.span if node else document.root.span
            reading.found.append(NOT_AT_ITS_PATH.at(span, stated=here, path=there))
