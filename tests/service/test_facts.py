"""`schemas/facts.yaml` and the measures over it are as the SQL has them."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from engine.bind.rows import row_mistakes
from engine.catalog.facts import FactTable
from engine.catalog.measures import Measure
from engine.facts.encode import Profile
from engine.facts.from_service import encoding, judging
from engine.facts.orders import RULES
from engine.facts.step import parsed
from engine.policy.service import Service
from tests.pipeline import shown
from tests.service.columns import CATALOG, FACTS
from tests.service.rows import load, opened
from tests.service.running import execute

OF_ROWS = tuple(m for m in CATALOG.measures if m.rows is not None)
# what DuckDB may call a column of each type
TYPES = {
    "yes_no": ("BOOLEAN",),
    "whole": ("BIGINT", "INTEGER", "HUGEINT"),
    "number": ("DECIMAL",),
    "money": ("DECIMAL",),
    "seconds": ("BIGINT", "INTEGER"),
    "text": ("VARCHAR",),
    "who": ("BIGINT", "INTEGER", "HUGEINT", "VARCHAR"),
}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every step run where there is no row."""
    connection = opened()
    load(connection, {})
    execute(connection, (*encoding(Service(), Profile()), *judging(Service())))
    yield connection
    connection.close()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("table", FACTS.tables, ids=lambda table: table.name)
def test_a_table_of_facts_is_there_with_every_column(
    empty: duckdb.DuckDBPyConnection, table: FactTable, rule: str
) -> None:
    keys = f"{table.agent} AS agent, {table.month} AS month".replace("{rule}", rule)
    columns = ", ".join(f'{parsed(c.sql).sql("duckdb")} AS "{c.name}"' for c in table.columns)
    relation = table.relation.replace("{rule}", rule)
    query = f"DESCRIBE SELECT {keys}, {columns} FROM {relation} WHERE {table.only}"
    types = {name: type_ for name, type_, *_ in empty.execute(query).fetchall()}
    for column in table.columns:
        assert types[column.name].startswith(TYPES[column.type]), (column.name, types[column.name])


@pytest.mark.parametrize("table", FACTS.tables, ids=lambda table: table.name)
def test_names_and_words_of_a_table(table: FactTable) -> None:
    """No two columns share a name, and each has words in both languages."""
    names = [name for c in table.columns for name in {c.name, *c.labels.values()}]
    assert len(names) == len(set(names))
    for part in (table, *table.columns):
        for words in (part.labels, part.definition):
            assert {"zh", "en"} == set(words)
            assert all(text.strip() for text in words.values())


def test_no_two_tables_share_a_name() -> None:
    assert len(FACTS.tables) <= len(FACTS.by_name)


@pytest.mark.parametrize("measure", OF_ROWS, ids=lambda measure: measure.id)
def test_the_rows_of_a_shipped_measure_are_in_order(measure: Measure) -> None:
    found = tuple(row_mistakes(measure, FACTS))
    assert found == (), shown(found)


@pytest.mark.parametrize("measure", OF_ROWS, ids=lambda measure: measure.id)
def test_a_measure_of_the_shop_counts_the_whole_shop(measure: Measure) -> None:
    """`grain: shop_month` and `over: shop` go together, and all_orders is of the shop only."""
    assert measure.rows is not None
    of = measure.rows.of
    assert (measure.grain == "shop_month") == of.is_whole
    assert of.fact != "all_orders" or of.is_whole
