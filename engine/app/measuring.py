"""Figures that are worked out from rows: chats, orders and the like, by the policy's own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.app.engine_digest import engine_digest
from engine.app.row_reach import have_begun, may_lie_in, reaches, tables_of
from engine.app.workspace import catalog
from engine.audit.checks.r541_accounts_unknown import ACCOUNTS_UNKNOWN
from engine.audit.checks.r542_two_sources import TWO_SOURCES
from engine.audit.checks.r543_prefix_without_text import PREFIX_WITHOUT_TEXT
from engine.backends.encoded import keep_encoded, load_encoded
from engine.backends.facts import (
    Sums,
    has_no_texts,
    make_facts,
    profile_of,
    read_sums,
    unknown_accounts,
)
from engine.backends.rows import attach_rows, rows_session
from engine.bind.model import BoundPolicy
from engine.catalog.measures import Measure
from engine.catalog.row_file import ROWS, RowFile
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.digest import digest
from engine.core.period import Month
from engine.core.span import whole_file
from engine.facts.amounts import worked as worked_amount
from engine.facts.encode import Profile
from engine.facts.figures import FigureScript, figures
from engine.facts.from_service import encoding, judging, needed
from engine.ledger.month import Cell, StoredMonth, StoredRows, cell_of
from engine.policy.row_measures import Aggregate, RowMeasure
from engine.policy.service import Service

CACHE = "cache/figures"
ENCODED = "cache/encoded"
KEEP_FROM = 200_000  # rows; fewer are encoded in less than a second
_SHOWN = 20


def service_of(bound: BoundPolicy) -> Service:
    """The policy's service rules, with the flags that void an order; the defaults where none."""
    section = bound.policy.service
    settings = section.settings if section else Service()
    flags = bound.flags
    if flags is None or not flags.voids:
        return settings
    codes = {code for code, colour in flags.colour_of.items() if colour in flags.voids}
    return replace(settings, void_flags=tuple(sorted({*settings.void_flags, *codes})))


def with_worked(bound: BoundPolicy, stored: StoredMonth, month: Month) -> Outcome[StoredMonth]:
    """The month with the figures that its rows give; what is stored already stays as it is."""
    rows = stored.rows
    wanted = _wanted(bound, rows, month) if rows else {}
    if rows is None or not wanted:
        return Outcome(replace(stored, rows=None))
    prefer = service_of(bound).prefer
    imported = {m.id for m in wanted.values() if _is_imported(m, stored)}
    beyond = {m.id for m in wanted.values() if m.id in imported and not may_lie_in(m, rows, month)}
    wanted = {name: m for name, m in wanted.items() if name not in beyond}
    imported -= beyond
    if imported and prefer == "refuse":
        return Outcome(None, tuple(_twice(wanted[name]) for name in sorted(imported)))
    if prefer == "figures":
        wanted = {name: m for name, m in wanted.items() if name not in imported}
    if not wanted:
        return Outcome(replace(stored, rows=None))
    files = _needed(wanted, rows)
    specs = {m.id: m.rows for m in wanted.values() if m.rows is not None}
    found = _sums(rows, files, service_of(bound), specs)
    if found.value is None:
        return Outcome(None, found.diagnostics)
    script = figures(service_of(bound), catalog().facts, specs)
    quiet = service_of(bound).quiet_days
    ready = {
        parts.measure
        for parts in script.figures
        if reaches(wanted[parts.measure], rows, month, parts.settles_days - quiet)
    }
    cells = dict(_cells(wanted, script, found.value, (stored, month, ready)))
    batches = tuple(sorted({*stored.batches, *(one.batch for one in files)}))
    return Outcome(replace(stored, cells={**stored.cells, **cells}, batches=batches, rows=None))


def _wanted(bound: BoundPolicy, rows: StoredRows, month: Month) -> dict[str, Measure]:
    """Measures of the policy for which all rows are there that they are worked out from.

    A month before the first of these rows has no figure from them, not 0.
    """
    have = {one.table for one in rows.files if one.rows}
    definitions = (wanted.item.definition for wanted in bound.inputs)
    return {
        measure.id: measure
        for measure in definitions
        if isinstance(measure, Measure) and measure.rows is not None
        if tables_of(measure) <= have and have_begun(measure, rows, month)
    }


def _needed(wanted: Mapping[str, Measure], rows: StoredRows) -> tuple[RowFile, ...]:
    """Every file of the tables that any of them reads, and of those that settle what they say."""
    tables = {table for measure in wanted.values() for table in tables_of(measure)}
    if tables & {"messages", "orders"}:
        tables |= {"accounts", "messages", "orders", "refunds", "flag_events"}
    return tuple(one for one in rows.files if one.table in tables)


def _is_imported(measure: Measure, stored: StoredMonth) -> bool:
    owners = {agent for agent, _ in stored.cells}
    return any(cell_of(stored, agent, measure) is not None for agent in owners)


def _twice(measure: Measure) -> Diagnostic:
    return TWO_SOURCES.at(whole_file(ROWS), measure=f"{measure.label('zh')} ({measure.id})")


def _sums(
    rows: StoredRows, files: tuple[RowFile, ...], service: Service, specs: Mapping[str, RowMeasure]
) -> Outcome[Sums]:
    """From the cache, or worked out anew."""
    key = digest(
        "figures", 1,
        [
            engine_digest(), rows.shop, [[f.table, f.sha256, f.replaces] for f in files],
            repr(asdict(service)), sorted(repr(spec) for spec in specs.values()),
        ],
    )  # fmt: skip
    place = rows.root / CACHE / f"{key.removeprefix('sha256:')[:32]}.json"
    kept = _kept(place)
    if kept is not None:
        return Outcome(kept)
    with rows_session(rows.root) as connection:
        attach_rows(connection, rows.root, files)
        found = tuple(_encode(connection, service, rows, files))
        if found:
            return Outcome(None, found)
        script = figures(service, catalog().facts, specs)
        judged = needed(judging(service, rows.shop), script.steps)
        make_facts(connection, (*judged, *script.steps))
        sums = read_sums(connection, script)
    _keep(place, sums)
    return Outcome(sums)


def _encode(
    connection: Any, service: Service, rows: StoredRows, files: tuple[RowFile, ...]
) -> Iterator[Diagnostic]:
    """Lines and orders as numbers, in their order: of many rows as they were kept the last time.

    No credit rule comes in, so another one neither loads nor sorts them again.
    """
    key = digest(
        "encoded", 1,
        [
            engine_digest(), rows.shop, [[f.table, f.sha256, f.replaces] for f in files],
            list(service.auto_prefixes), list(service.void_flags),
        ],
    )  # fmt: skip
    folder = rows.root / ENCODED / key.removeprefix("sha256:")[:32]
    is_kept = sum(one.rows for one in files) >= KEEP_FROM
    steps = encoding(service, Profile(), shop=rows.shop)
    if is_kept and load_encoded(connection, folder, steps):
        return
    found = tuple(unreadable(connection, service))
    yield from found
    if not found:
        steps = encoding(service, profile_of(connection), shop=rows.shop)
        make_facts(connection, steps)
        if is_kept:
            keep_encoded(connection, folder, steps)


def unreadable(connection: Any, service: Service) -> Iterator[Diagnostic]:
    """What keeps the service rules from being applied to the rows."""
    unknown = unknown_accounts(connection)
    if unknown:
        names = ", ".join(unknown[:_SHOWN])
        yield ACCOUNTS_UNKNOWN.at(whole_file(ROWS), names=names, count=str(len(unknown)))
    if service.auto_prefixes and has_no_texts(connection):
        yield PREFIX_WITHOUT_TEXT.at(whole_file(ROWS), prefix=service.auto_prefixes[0])


def make_all(connection: Any, service: Service, shop: str) -> None:
    """Every relation from lines to credited orders."""
    make_facts(connection, encoding(service, profile_of(connection), shop=shop))
    make_facts(connection, judging(service, shop))


def _kept(place: Path) -> Sums | None:
    try:
        held = json.loads(place.read_text("utf-8"))
        by_relation = {
            relation: {
                (agent, month): {name: Decimal(text) for name, text in sums.items()}
                for agent, month, sums in rows
            }
            for relation, rows in held["by_relation"].items()
        }
        return Sums(by_relation=by_relation, reach=held["reach"])
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError):
        return None  # not there, or not whole: it is worked out again


def _keep(place: Path, sums: Sums) -> None:
    """A cache that cannot be written costs time, and nothing else."""
    held = {
        "reach": sums.reach,
        "by_relation": {
            relation: [
                [agent, month, {name: str(amount) for name, amount in row.items()}]
                for (agent, month), row in sorted(rows.items())
            ]
            for relation, rows in sums.by_relation.items()
        },
    }
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.with_suffix(".new")
        written.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        written.replace(place)


def _cells(
    wanted: Mapping[str, Measure], script: FigureScript, sums: Sums,
    of: tuple[StoredMonth, Month, set[str]],
) -> Iterator[tuple[tuple[str, str], Cell]]:  # fmt: skip
    """`of`: whose, when, and the measures that the rows reach far enough for."""
    stored, month, ready = of
    agents = dict.fromkeys(post.agent for post in stored.posts)
    for parts in script.figures:
        measure = wanted[parts.measure]
        is_ready = measure.id in ready
        for agent in ("",) if measure.grain == "shop_month" else agents:

            def sum_of(aggregate: Aggregate, agent: str = agent) -> Decimal | None:
                relation, column = parts.places[aggregate]  # noqa: B023  (called before the next)
                owner = "" if aggregate.is_whole else agent
                return sums.by_relation[relation].get((owner, str(month)), {}).get(column)

            amount = worked_amount(parts.spec, sum_of, measure.places).amount if is_ready else None
            state = "value" if amount is not None else ("no_data" if is_ready else "not_ready")
            yield (
                (agent, measure.id),
                Cell(state=state, amount=amount, unit=measure.unit.value, author=""),
            )
