"""Rows of a file through DuckDB: checked, told apart, laid against stored ones, written as Parquet.

Nothing is held in memory but keys: what outgrows the limit goes to the work folder's disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.backends.rows import MEMORY, lock_to, read_parquet
from engine.core.record import record
from engine.sql.from_plan import DIALECT
from engine.sql.row_cells import call, case, column, number, text, trimmed
from engine.sql.row_plan import CONFLICT, DROPPED, LOST_MARK, OVERLAP, ROW, RowPlan, RowSource
from engine.sql.row_repeats import (
    conflicting,
    contradicting,
    met,
    overlapping,
    repeated_here,
    repeated_there,
    taken,
    words_of,
)
from engine.sql.row_script import (
    BROKEN,
    CHECKED,
    LATER,
    PADS,
    SOURCE,
    WARNED,
    checked,
    good_rows,
    later,
    rejects,
)

if TYPE_CHECKING:
    import duckdb

MOST_SHOWN = 1000
MOST_DIGITS = 15
_BLOCK = 1 << 22
_PAD = 64
# As DuckDB spells them. Told of both signs together, it reads no row behind skipped ones (2.0.0);
# a file that has them has no other ends, so that it finds them by itself.
_ENDS = {"\n": r"\n", "\r": r"\r"}
_CHUNK = 50_000


@record(kw_only=True)
class Contradiction:
    row: int
    key: str
    column: str
    new: str
    old: str


@record(kw_only=True)
class CheckedRows:
    """What became of a file's rows."""

    read: int
    taken: int
    repeated: int
    rejected: int
    dropped: int
    replaces: bool
    contradictions: tuple[Contradiction, ...]
    first: str = ""
    last: str = ""


class RowsUnsplit(Exception):
    """The file is not quite CSV, and DuckDB cannot split it into rows."""


class RowWork:
    """One file's way; everything of it lies in one folder that is gone afterwards."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, plan: RowPlan) -> None:
        self.connection = connection
        self.folder = folder
        self.plan = plan

    def check(self, source: RowSource, key: bytes) -> None:
        """The first pass: every cell read once."""
        import duckdb

        self._pads(key)
        self._view(SOURCE, source_query(source))
        try:
            self._copy(checked(self.plan), self._file(CHECKED))
        except duckdb.InvalidInputException as error:
            if "CSV" in str(error) and not source.is_numbered:
                raise RowsUnsplit from None
            raise
        self._view(CHECKED, exp.select(exp.Star()).from_(read_parquet(self._file(CHECKED))))
        if self.plan.makes_id:
            self._table(LATER, later(self.plan))
        self._view("good", good_rows(self.plan))

    def settle(self, known: exp.Select | None, *, replace: bool) -> CheckedRows:
        """Repeats and contradictions, in the file and against stored rows; then what is taken."""
        self._table("conflicting", conflicting(self.plan))
        self._table("repeats", repeated_here(self.plan))
        found: tuple[Contradiction, ...] = ()
        if known is not None:
            self._view("known", known)
            if self._run(met(self.plan)).fetchall():
                self._copy_into("repeats", repeated_there(self.plan))
                found = tuple(self._contradictions())
        if self.plan.table.name == "accounts":
            self._table("overlapping", overlapping(self.plan, has_known=known is not None))
        if found and not replace:
            return self._counts(found, written=False)
        self._copy(taken(self.plan), self._file("taken"))
        return self._counts(found, written=True)

    @property
    def written(self) -> Path:
        return self._file("taken")

    def rejects(self) -> Iterator[list[tuple[int, str, str | None, str]]]:
        """Row, column, text, code of what was refused, in the order of the file."""
        cursor = self._run(rejects(self.plan))
        while chunk := cursor.fetchmany(_CHUNK):
            yield chunk
        for table, code in (("conflicting", CONFLICT), ("overlapping", OVERLAP)):
            if table == "overlapping" and self.plan.table.name != "accounts":
                continue
            query = exp.select(column(ROW), column("said")).from_(exp.to_table(table))
            cursor = self._run(query.order_by(column(ROW)))
            while pairs := cursor.fetchmany(_CHUNK):
                yield [(row, self.plan.table.key[0], said, code) for row, said in pairs]

    def warned(self) -> list[tuple[int, str]]:
        """Rows that are kept and spoken of: row and code, at most a thousand."""
        query = exp.select(column(ROW), column(WARNED)).from_(exp.to_table(CHECKED))
        query = query.where(exp.Not(this=exp.Is(this=column(WARNED), expression=exp.null())))
        return self._run(query.order_by(column(ROW)).limit(MOST_SHOWN)).fetchall()

    def names(self, of: str) -> list[tuple[str, int]]:
        """What stands in a column of the rows taken, with how often."""
        query = exp.select(column(of), call("count", exp.Star())).from_(read_parquet(self.written))
        query = query.where(exp.Not(this=exp.Is(this=column(of), expression=exp.null())))
        return self._run(query.group_by(column(of)).order_by(column(of))).fetchall()

    # -- steps -------------------------------------------------------------------------------------

    def _contradictions(self) -> Iterator[Contradiction]:
        names = words_of(self.plan)
        for row, key, *said in self._run(contradicting(self.plan, MOST_SHOWN)).fetchall():
            for name, new, old in zip(names, said[::2], said[1::2], strict=True):
                if new != old:
                    yield Contradiction(row=row, key=key, column=name, new=new or "", old=old or "")

    def _counts(self, found: tuple[Contradiction, ...], *, written: bool) -> CheckedRows:
        read = self._count(exp.to_table(CHECKED))
        dropped = exp.EQ(this=column(BROKEN), expression=text(DROPPED))
        left_out = self._count(exp.to_table(CHECKED), dropped)
        bad = read - self._count(exp.to_table("good")) - left_out
        lost = self._count(exp.to_table("conflicting"))
        if self.plan.table.name == "accounts":
            lost += self._count(exp.to_table("overlapping"))
        count, first, last = self._extent() if written else (0, "", "")
        return CheckedRows(
            read=read,
            taken=count,
            repeated=self._count(exp.to_table("repeats")),
            rejected=bad + lost,
            dropped=left_out,
            replaces=bool(found),
            contradictions=found,
            first=first,
            last=last,
        )

    def _extent(self) -> tuple[int, str, str]:
        moment = self.plan.table.moment
        ends = [call(f, column(moment)) if moment else exp.null() for f in ("min", "max")]
        texts = [exp.cast(one, "VARCHAR") for one in ends]
        query = exp.select(call("count", exp.Star()), *texts).from_(read_parquet(self.written))
        count, first, last = self._run(query).fetchall()[0]
        return count, first or "", last or ""

    def _count(self, table: exp.Expr, where: exp.Expr | None = None) -> int:
        query = exp.select(call("count", exp.Star())).from_(table)
        query = query.where(where) if where is not None else query
        return int(self._run(query).fetchall()[0][0])

    def _pads(self, key: bytes) -> None:
        """The two halves of HMAC-SHA256's key; they never reach a file."""
        whole = (hashlib.sha256(key).digest() if len(key) > _PAD else key).ljust(_PAD, b"\0")
        pads = [bytes(byte ^ pad for byte in whole) for pad in (0x36, 0x5C)]
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {PADS} AS SELECT ?::BLOB AS inner_pad, ?::BLOB AS outer_pad",
            pads,
        )

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _run(self, query: exp.Query) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(query.sql(dialect=DIALECT))

    def _view(self, name: str, query: exp.Query) -> None:
        self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS {query.sql(dialect=DIALECT)}")

    def _table(self, name: str, query: exp.Query) -> None:
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query.sql(dialect=DIALECT)}")

    def _copy_into(self, name: str, query: exp.Query) -> None:
        self.connection.execute(f"INSERT INTO {name} {query.sql(dialect=DIALECT)}")

    def _copy(self, query: exp.Query, path: Path) -> None:
        where = text(str(path)).sql(dialect=DIALECT)
        options = "FORMAT parquet, COMPRESSION zstd"
        self.connection.execute(f"COPY ({query.sql(dialect=DIALECT)}) TO {where} ({options})")


@contextmanager
def row_work(folder: Path, plan: RowPlan, files: Sequence[Path]) -> Iterator[RowWork]:
    """A database in memory that sees its folder and these files, and nothing else."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "spilled"),
        "preserve_insertion_order": "true",
    }
    with duckdb.connect(":memory:", config=config) as connection:
        lock_to(connection, [folder], files)
        yield RowWork(connection, folder, plan)


def file_sha256(path: Path, show: Callable[[int], None] = lambda _: None) -> str:
    """Block by block: a file of rows may be larger than the memory."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            show(len(block))
    return found.hexdigest()


# -- what is read --------------------------------------------------------------------------------


def source_query(source: RowSource) -> exp.Select:
    """The file's rows with their numbers, all cells as text."""
    cells: list[exp.Expr] = [column(name) for name in source.columns]
    if source.is_numbered:
        rest = [column(name) for name in source.columns[2:]]
        whole = exp.cast(column(source.columns[0]), "BIGINT")
        broken = call("nullif", column(source.columns[1]), text(""))
        heading = [exp.alias_(whole, ROW), exp.alias_(broken, BROKEN)]
        return exp.select(*heading, *rest).from_(_csv(source))
    counted = exp.Window(this=call("row_number"))
    placed = exp.Add(this=counted, expression=number(source.skipped))
    unbroken = exp.cast(exp.null(), "VARCHAR")
    head: list[exp.Expr] = [exp.alias_(placed, ROW), exp.alias_(unbroken, BROKEN)]
    if source.is_parquet:
        texts = [
            exp.alias_(_parquet_text(source, source.columns[i]), _position(i), quoted=True)
            for i in range(len(cells))
        ]
        cells = [column(_position(i)) for i in range(len(cells))]
        numbered = exp.select(*head, *texts).from_(read_parquet(source.path))
    else:
        numbered = exp.select(*head, *cells).from_(_csv(source))
    # a row whose every cell is blank is none, as in a spreadsheet; it has its number all the same
    joined = trimmed(call("concat_ws", text(""), *(c.copy() for c in cells)))
    some = exp.NEQ(this=joined, expression=text(""))
    return exp.select(exp.Star()).from_(numbered.subquery("n")).where(some)


def _position(index: int) -> str:
    return f"c{index}"


def _parquet_text(source: RowSource, name: str) -> exp.Expr:
    """The cell as a person would write it; a number that is too long for its type is marked."""
    said = exp.cast(column(name), "VARCHAR")
    if name not in source.floats:
        return call("coalesce", said, text(""))
    most = exp.cast(number(10**MOST_DIGITS), "DOUBLE")
    is_long = exp.GTE(this=call("abs", column(name)), expression=most)
    return case([(is_long, exp.DPipe(this=text(LOST_MARK), expression=said))], said.copy())


def parquet_columns(path: Path) -> tuple[tuple[str, str], ...]:
    """Names and types of a Parquet file; nothing where it is none."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        lock_to(connection, [], [path])
        query = exp.select(exp.Star()).from_(read_parquet(path)).limit(0)
        try:
            found = connection.execute(query.sql(dialect=DIALECT)).description
        except duckdb.Error:
            return ()
    return tuple((str(name), str(kind)) for name, kind, *_ in found or ())


def _csv(source: RowSource) -> exp.Expr:
    fields = [
        exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=text("VARCHAR"))
        for name in source.columns
    ]
    options: dict[str, exp.Expr] = {
        "columns": exp.Struct(expressions=fields),
        "auto_detect": exp.false(),
        "header": exp.false(),
        "skip": number(source.skipped),
        "delim": text(source.delimiter),
        "quote": text('"'),
        "escape": text('"'),
        "strict_mode": exp.true(),
        # no cell of a file is nothing: the plan says which words are
        "nullstr": text("\ue001"),
        "max_line_size": number(16 * 2**20),
        "buffer_size": number(32 * 2**20),
    }
    if source.end in _ENDS:
        options["new_line"] = text(_ENDS[source.end])
    named = [exp.EQ(this=exp.column(name), expression=value) for name, value in options.items()]
    return exp.Table(this=call("read_csv", text(str(source.path)), *named))
