"""How far the rows reach that a measure is worked out from: a table that stops early is no 0."""

from __future__ import annotations

import datetime as dt

from engine.app.workspace import catalog
from engine.catalog.facts import FactTable
from engine.catalog.measures import Measure
from engine.catalog.row_file import RowFile
from engine.core.period import Month
from engine.ledger.month import StoredRows
from engine.policy.row_measures import Aggregate

# Every open shop has some every day; returns or complaints may fail to come for weeks.
_DAILY = frozenset({"messages", "orders"})


def tables_of(measure: Measure) -> frozenset[str]:
    """The canonical tables without which the measure cannot be worked out."""
    facts = catalog().facts.by_name
    aggregates = measure.rows.aggregates if measure.rows else ()
    return frozenset(table for a in aggregates for table in _needs(facts[a.fact], a))


def _needs(table: FactTable, aggregate: Aggregate) -> tuple[str, ...]:
    names = (aggregate.column, *(condition.column for condition in aggregate.where))
    columns = (table.column(name) for name in names if name)
    return (*table.needs, *(need for column in columns if column for need in column.needs))


def settled_by(measure: Measure) -> frozenset[str]:
    """The tables in which something may come after the month that still changes the figure."""
    facts = catalog().facts.by_name
    aggregates = measure.rows.aggregates if measure.rows else ()
    named = [facts[a.fact].settled_by for a in aggregates]
    return frozenset(t for tables in named for t in (tables or _DAILY))


def have_begun(measure: Measure, rows: StoredRows, month: Month) -> bool:
    """Whether none of the tables begins only after the month."""
    end = str(month.last_day)
    return all(
        min(one.first_time[:10] for one in files) <= end for files in _timed(measure, rows).values()
    )


def may_lie_in(measure: Measure, rows: StoredRows, month: Month) -> bool:
    """Whether any of the rows that it is worked out from may lie in the month."""
    files = (one for held in _timed(measure, rows).values() for one in held)
    return any(_overlaps(one, month) for one in files)


def reaches(measure: Measure, rows: StoredRows, month: Month, days_beyond: int) -> bool:
    """Whether every table that has rows daily has some in the month, and up to `days_beyond` its
    end; of one that has not, all rows together must reach there.
    """
    needed = str(month.last_day + dt.timedelta(days=days_beyond))
    end = min(needed, str(month.last_day))
    settling = settled_by(measure)
    daily = {t: held for t, held in _timed(measure, rows).items() if t in _DAILY}
    if not daily:
        return max((one.last_time[:10] for one in rows.files), default="") >= needed
    return all(
        any(_overlaps(one, month) for one in held)
        and max(one.last_time[:10] for one in held) >= (needed if table in settling else end)
        for table, held in daily.items()
    )


def _timed(measure: Measure, rows: StoredRows) -> dict[str, list[RowFile]]:
    wanted = tables_of(measure)
    found: dict[str, list[RowFile]] = {}
    for one in rows.files:
        if one.table in wanted and one.first_time:
            found.setdefault(one.table, []).append(one)
    return found


def _overlaps(one: RowFile, month: Month) -> bool:
    start, end = str(month.start), str(month.last_day)
    return one.first_time[:10] <= end and one.last_time[:10] >= start
