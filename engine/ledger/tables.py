"""The stored tables, version by version. Rows are only ever added; the latest batch holds."""

# From nothing to version 1: as the first engines made it, apart from the two columns below.
_FIRST: tuple[str, ...] = (
    "CREATE TABLE meta (version INTEGER)",
    """
    CREATE TABLE batches (
        number INTEGER PRIMARY KEY, batch VARCHAR, content VARCHAR, kind VARCHAR, file VARCHAR,
        content_digest VARCHAR, mapping VARCHAR, mapping_digest VARCHAR, shop VARCHAR,
        rows_read INTEGER, figures INTEGER, roster_rows INTEGER, rejected INTEGER,
        dropped INTEGER, imported_at VARCHAR
    )
    """,
    """
    CREATE TABLE figures (
        number INTEGER, shop VARCHAR, month VARCHAR, agent VARCHAR, measure VARCHAR,
        unit VARCHAR, state VARCHAR, amount DECIMAL(38, 12), file_row INTEGER,
        author VARCHAR, entered_at VARCHAR
    )
    """,
    """
    CREATE TABLE roster (
        number INTEGER, shop VARCHAR, agent VARCHAR, name VARCHAR, role VARCHAR, level VARCHAR,
        hired VARCHAR, left_on VARCHAR, start_month VARCHAR, end_month VARCHAR, file_row INTEGER
    )
    """,
    """
    CREATE TABLE rejects (
        number INTEGER, file VARCHAR, file_row INTEGER, column_name VARCHAR, written VARCHAR,
        code VARCHAR, reason VARCHAR
    )
    """,
    """
    CREATE TABLE entries (
        number INTEGER PRIMARY KEY, kind VARCHAR, shop VARCHAR, policy VARCHAR, month VARCHAR,
        body VARCHAR, previous VARCHAR, digest VARCHAR
    )
    """,
    "INSERT INTO meta VALUES (1)",
)

_SECOND: tuple[str, ...] = (
    # the first stores of version 1 lack these columns
    "ALTER TABLE figures ADD COLUMN IF NOT EXISTS item_key VARCHAR DEFAULT ''",
    "ALTER TABLE figures ADD COLUMN IF NOT EXISTS evidence VARCHAR DEFAULT ''",
    """
    CREATE TABLE runs (
        number INTEGER PRIMARY KEY, ran_at VARCHAR, shop VARCHAR, policy VARCHAR, month VARCHAR,
        version VARCHAR, policy_digest VARCHAR, data_digest VARCHAR, agents INTEGER,
        total VARCHAR, ran_by VARCHAR
    )
    """,
    # a restored database knows of rejected cells only what an export keeps of their texts
    "ALTER TABLE rejects ADD COLUMN written_sha256 VARCHAR DEFAULT ''",
    "ALTER TABLE rejects ADD COLUMN reason_sha256 VARCHAR DEFAULT ''",
    # how many entries were written: a chain that lost its end looks whole without it
    "ALTER TABLE meta ADD COLUMN entry_count INTEGER",
    "UPDATE meta SET version = 2, entry_count = (SELECT count(*) FROM entries)",
)

_THIRD: tuple[str, ...] = (
    # rows of files lie beside the database, one Parquet file per import
    """
    CREATE TABLE row_files (
        number INTEGER, table_name VARCHAR, path VARCHAR, rows BIGINT, first_time VARCHAR,
        last_time VARCHAR, sha256 VARCHAR, replaces BOOLEAN
    )
    """,
    "UPDATE meta SET version = 3",
)

# Step n leads from version n to n + 1; a new store takes them all.
STEPS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND, _THIRD)
VERSION = len(STEPS)
