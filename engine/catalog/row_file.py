"""One Parquet file of rows: which import it holds, and what is known of it without opening it."""

from __future__ import annotations

from engine.core.record import record

ROWS = "rows"


@record(kw_only=True)
class RowFile:
    """Rows of one table from one import. Of two files of a table, the later import stands later.

    `batch`: the import's name. `path`: from the workspace, with forward slashes. `first_time` and
    `last_time`: of the table's own moment, '' where it has none. `replaces`: a row in it may stand
    in an earlier file in other words, and holds.
    """

    table: str
    batch: str
    path: str
    rows: int
    first_time: str
    last_time: str
    sha256: str
    replaces: bool


def row_path(table: str, batch: str) -> str:
    """Where the rows of a batch lie in a workspace."""
    return f"{ROWS}/{table}/{batch.removeprefix('sha256:')[:32]}.parquet"
