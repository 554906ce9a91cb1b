"""What a file's rows are to become: the columns of a canonical table and the cells of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from engine.catalog.tables import CanonicalTable, Column
from engine.core.record import record

Zone = Literal["local", "utc", "stated"]
Keep = Literal["safe", "plain", "nothing"]

# Before a number that a spreadsheet has changed: it carries 15 digits and no more.
LOST_MARK = "\ue000"
# Columns of the relation that a script reads: the row of the file, then the cells.
ROW = "file_row"

# {link: row-codes} what a cell or a row can be refused for
BLANK, NOT_A_NUMBER, PLACES, RANGE = "I842", "I843", "I847", "I848"
LOST, NOT_A_DATE, NOT_IN_LIST, OTHER_SHOP = "I849", "I851", "I852", "I854"
CONFLICT, NOT_A_MOMENT, ZONE, NEGATIVE = "I861", "I871", "I872", "I873"
NOT_WHOLE, NOT_YES_OR_NO, PAID_BEFORE = "I874", "I875", "I876"
OVERLAP, REFUND_ABOVE = "I878", "I881"
DROPPED = "dropped"


@record(kw_only=True)
class Cell:
    """How one column of a row is read.

    `cell`: the relation's column, '' where the file has none. `fixed`: the same in every row.
    `otherwise`: what a blank cell means. `values`: the file's words and ours; `words`: words that
    stand as they are. `formats`: how a time is written, where it is not as usual. `plus`: cells
    whose amounts are added. `same_as`: who sends a message, by the column that names the sender.
    `given`: a cell with anything in it is a yes.
    """

    column: Column
    cell: str = ""
    fixed: str = ""
    otherwise: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    zone: Zone = "local"
    plus: tuple[str, ...] = ()
    same_as: str = ""
    keep: Keep = "safe"
    given: bool = False

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def needed(self) -> bool:
        """Whether a blank cell refuses the row."""
        empty = self.column.empty
        return empty == "never" or (empty == "without_column" and bool(self.cell))


@record(kw_only=True)
class RowPlan:
    """A table's columns with their cells. `shop`: what the command says.

    `blanks`: words that stand for nothing, besides the usual ones. `paid`: of refunds, the cell
    with what the order came to. `drop_rows`: rows that are no data, by the text of `first`.
    """

    table: CanonicalTable
    columns: tuple[Cell, ...]
    shop: str = ""
    blanks: tuple[str, ...] = ()
    paid: str = ""
    first: str = ""
    drop_rows: tuple[str, ...] = ()

    @property
    def makes_id(self) -> bool:
        """Whether the rows have no id of their own."""
        return self.table.key == ("id",) and not self.by_name["id"].cell

    @property
    def by_name(self) -> Mapping[str, Cell]:
        return {one.name: one for one in self.columns}


@record(kw_only=True)
class RowSource:
    """A file that DuckDB reads: its columns in order, and how many rows stand above the first.

    `end`: what ends a line; left to itself, DuckDB takes what ends the first, even within quotes.

    `is_numbered`: the first two columns are the number of the row and what broke it. `floats`: the
    columns of a Parquet file that hold no more than 15 digits.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str = ","
    end: str = "\n"
    skipped: int = 0
    is_numbered: bool = False
    is_parquet: bool = False
    floats: tuple[str, ...] = ()
