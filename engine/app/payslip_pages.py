"""What the files of a month hold: a page for each agent, one for the shop, and the sheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from engine.app.evidence import COLUMNS as EVIDENCE
from engine.app.payouts import money
from engine.app.payslip_book import MonthSlips, Payslip
from engine.app.payslip_tables import (
    STEPS,
    adjustment_table,
    awaiting_table,
    bank,
    category_in,
    evidence_table,
    later_table,
    line_table,
    note_table,
    nothing_to_pay,
    notice_table,
    step_table,
    steps_of,
    summary,
    summary_across,
    sums_across,
    without,
)
from engine.core.text import Language, say
from engine.report.document import Facts, Page, Sheet
from engine.report.model import Table
from engine.report.terminal import label

WHO = ("agent", "name", "role")


def warnings(month: MonthSlips, language: Language) -> tuple[str, ...]:
    """What everybody must know who holds one of these payslips in hand."""
    found = []
    if month.missing_names > 0:
        found.append(say(language, "payslip.awaiting", missing=month.missing_names))
    elif month.signature is None:
        found.append(say(language, "payslip.open"))
    elif not month.policy_facts:
        found.append(say(language, "payslip.closed"))
    if month.awaiting:
        found.append(say(language, "payslip.not_counted"))
    return tuple(found)


def head_facts(month: MonthSlips, language: Language) -> Facts:
    """Which month of which policy, and whether it holds."""
    place = month.place
    return (
        ("shop", place.shop),
        ("month", str(place.month)),
        ("policy", place.policy),
        ("state", say(language, f"period.{month.state}")),
    )


def proof_facts(month: MonthSlips) -> Facts:
    """By which version, by which entry, by whom: what to quote in a dispute."""
    signed = month.signature
    entry: Facts = ()
    if signed is not None:
        entry = (
            ("entry", signed.entry),
            ("by", signed.by),
            ("posted_at", signed.at),
            ("approved_by", signed.approved_by),
            ("entry_digest", signed.digest),
        )
    return (*month.policy_facts, *entry)


def slip_facts(slip: Payslip) -> Facts:
    return (
        ("agent", slip.agent),
        ("name", slip.name),
        ("role", slip.role),
        ("score", slip.score),
        ("grade", slip.grade),
    )


def slip_sheets(month: MonthSlips, language: Language) -> tuple[Sheet, ...]:
    """The lines of one agent, what is paid beside them, and what is to be said."""
    (slip,) = month.slips
    lines = without(line_table(month, category_in(language)), *WHO)
    beside = without(adjustment_table(month, language), "agent", "name")
    return (
        _summed(lines, money(slip.total), language),
        _summed(beside, money(slip.adjusted), language),
        Sheet(table=without(note_table(month), "agent")),
        Sheet(table=without(notice_table(month), "agent")),
        Sheet(table=without(later_table(month, language), "agent", "name")),
        Sheet(table=without(awaiting_table(month, language), "agent", "name")),
    )


def working_sheets(slip: Payslip) -> tuple[Sheet, ...]:
    """How every line was worked out, and who stated the figures."""
    steps = Table(
        key="steps", columns=STEPS, rows=tuple(steps_of(slip)), numbers=frozenset({"amount"})
    )
    rows = slip.explained.evidence.rows if slip.explained else ()
    numbers = frozenset({"amount"})
    proofs = Table(key="evidence", columns=EVIDENCE, rows=rows, numbers=numbers)
    return (Sheet(table=steps), Sheet(table=proofs))


def slip_page(month: MonthSlips, language: Language) -> Page:
    """The page of the one agent that the month was narrowed to."""
    (slip,) = month.slips
    shown = slip.name or slip.agent
    place = month.place
    title = say(language, "payslip.title", month=place.month, shop=place.shop, agent=shown)
    return Page(
        title=title,
        warnings=warnings(month, language),
        facts=(*slip_facts(slip), *head_facts(month, language)),
        result=(label("payable", language), money(slip.payable)),
        sheets=slip_sheets(month, language),
        working=tuple(one for one in working_sheets(slip) if one.table.rows),
        proof=proof_facts(month),
        note=say(language, "payslip.quote") if month.signature else "",
    )


def shop_page(month: MonthSlips, language: Language) -> Page:
    """All payslips as one table, and who is sent how much."""
    place = month.place
    return Page(
        title=say(language, "payslip.shop_title", month=place.month, shop=place.shop),
        warnings=warnings(month, language),
        facts=(*head_facts(month, language), ("agents", len(month.slips))),
        result=(label("payable", language), money(month.payable)),
        sheets=(
            Sheet(
                table=summary_across(month, language),
                sums=sums_across(month, language),
            ),
            Sheet(table=without(adjustment_table(month, language))),
            Sheet(table=awaiting_table(month, language)),
            Sheet(table=bank(month)),
            Sheet(table=nothing_to_pay(month)),
        ),
        proof=proof_facts(month),
        note=say(language, "payslip.quote") if month.signature else "",
        is_wide=True,
    )


def sheets(month: MonthSlips, language: Language) -> tuple[Sheet, ...]:
    """All of it as tables. Of one agent neither a summary of the shop nor a bank list."""
    of_shop = (
        Sheet(table=summary_across(month, language), sums=sums_across(month, language)),
        Sheet(table=bank(month)),
    )
    return (
        *(of_shop if not month.is_narrowed else ()),
        Sheet(table=replace(line_table(month, category_in(language)), key="payslips")),
        Sheet(table=adjustment_table(month, language)),
        *((Sheet(table=nothing_to_pay(month)),) if not month.is_narrowed else ()),
        Sheet(table=awaiting_table(month, language)),
        Sheet(table=step_table(month)),
        Sheet(table=evidence_table(month)),
        Sheet(table=note_table(month)),
        Sheet(table=notice_table(month)),
        Sheet(table=_proof_table(month, language)),
    )


def _proof_table(month: MonthSlips, language: Language) -> Table:
    """Facts as rows, so that sheets can be quoted as well."""
    facts = (*head_facts(month, language), *_sums(month), *proof_facts(month))
    rows = [(label(key, language), cell) for key, cell in facts]
    said = [(say(language, "payslip.warning"), text) for text in warnings(month, language)]
    return Table(key="proof", columns=("item", "text"), rows=(*said, *rows))


def _sums(month: MonthSlips) -> Facts:
    return (
        ("total", money(month.total)),
        ("adjusted", money(month.adjusted)),
        ("payable", money(month.payable)),
    )


def report_facts(month: MonthSlips, language: Language) -> Facts:
    """What the command says first."""
    (slip, *others) = month.slips or (None,)
    who = slip_facts(slip) if slip is not None and month.is_narrowed and not others else ()
    agents: Facts = (("agents", len(month.slips)),)
    return (
        *head_facts(month, language), *(who or agents), *_sums(month), *proof_facts(month)
    )  # fmt: skip


def report_tables(month: MonthSlips, language: Language) -> tuple[Table, ...]:
    """What programs get: always the same tables."""
    return (
        summary(month), line_table(month), adjustment_table(month, language), bank(month),
        nothing_to_pay(month), awaiting_table(month, language), later_table(month, language),
        note_table(month), notice_table(month), step_table(month), evidence_table(month),
    )  # fmt: skip


def report_views(month: MonthSlips, language: Language) -> tuple[Table, ...]:
    """What a terminal shows: of one agent the payslip, of a shop one row for each."""
    if month.is_narrowed and len(month.slips) == 1:
        (slip,) = month.slips
        found = (*slip_sheets(month, language), *working_sheets(slip))
        return tuple(sheet.table for sheet in found if sheet.table.rows)
    beside = adjustment_table(month, language)
    few = without(beside, *_told_by_name(month), "concerned", "paid", "now", "evidence", "by")
    found_tables = (
        without(summary(month)), few, awaiting_table(month, language), nothing_to_pay(month)
    )  # fmt: skip
    return tuple(table for table in found_tables if table.rows)


def _told_by_name(month: MonthSlips) -> tuple[str, ...]:
    """The column of accounts, where names alone say who is meant."""
    names = Counter(slip.name for slip in month.slips)
    told = (one.taken.name for slip in month.slips for one in slip.beside)
    return ("agent",) if all(name and names[name] < 2 for name in told) else ()


def _summed(table: Table, amount: str, language: Language) -> Sheet:
    """With a last row that says what the amounts come to."""
    if not table.rows:
        return Sheet(table=table)
    blanks = ("",) * (len(table.columns) - 2)
    return Sheet(table=table, sums=(say(language, "item.total"), *blanks, amount))
