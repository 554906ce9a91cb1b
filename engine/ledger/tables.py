"""The stored tables. Rows are only ever added; the latest batch that has a figure holds."""

VERSION = 1

DEFINITIONS: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS meta (version INTEGER)",
    """
    CREATE TABLE IF NOT EXISTS batches (
        number INTEGER PRIMARY KEY, batch VARCHAR, content VARCHAR, kind VARCHAR, file VARCHAR,
        content_digest VARCHAR, mapping VARCHAR, mapping_digest VARCHAR, shop VARCHAR,
        rows_read INTEGER, figures INTEGER, roster_rows INTEGER, rejected INTEGER,
        dropped INTEGER, imported_at VARCHAR
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS figures (
        number INTEGER, shop VARCHAR, month VARCHAR, agent VARCHAR, measure VARCHAR,
        unit VARCHAR, state VARCHAR, amount DECIMAL(38, 12), file_row INTEGER,
        author VARCHAR, entered_at VARCHAR
    )
    """,
    # stores of before these columns are given them, with nothing in them
    "ALTER TABLE figures ADD COLUMN IF NOT EXISTS item_key VARCHAR DEFAULT ''",
    "ALTER TABLE figures ADD COLUMN IF NOT EXISTS evidence VARCHAR DEFAULT ''",
    """
    CREATE TABLE IF NOT EXISTS roster (
        number INTEGER, shop VARCHAR, agent VARCHAR, name VARCHAR, role VARCHAR, level VARCHAR,
        hired VARCHAR, left_on VARCHAR, start_month VARCHAR, end_month VARCHAR, file_row INTEGER
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS rejects (
        number INTEGER, file VARCHAR, file_row INTEGER, column_name VARCHAR, written VARCHAR,
        code VARCHAR, reason VARCHAR
    )
    """,
    # a restored database knows of rejected cells only what an export keeps of their texts
    "ALTER TABLE rejects ADD COLUMN IF NOT EXISTS written_sha256 VARCHAR DEFAULT ''",
    "ALTER TABLE rejects ADD COLUMN IF NOT EXISTS reason_sha256 VARCHAR DEFAULT ''",
    """
    CREATE TABLE IF NOT EXISTS entries (
        number INTEGER PRIMARY KEY, kind VARCHAR, shop VARCHAR, policy VARCHAR, month VARCHAR,
        body VARCHAR, previous VARCHAR, digest VARCHAR
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS runs (
        number INTEGER PRIMARY KEY, ran_at VARCHAR, shop VARCHAR, policy VARCHAR, month VARCHAR,
        version VARCHAR, policy_digest VARCHAR, data_digest VARCHAR, agents INTEGER,
        total VARCHAR, ran_by VARCHAR
    )
    """,
)
