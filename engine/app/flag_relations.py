"""The imported orders of a workspace as relations that rules about flags read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.app.workspace import Workspace
from engine.ledger.store import open_store


@contextmanager
def order_relations(workspace: Workspace) -> Iterator[Any]:
    """A database in memory; the connection is duckdb's, which has no types of its own."""
    from engine.backends.rows import attach_rows, rows_session
    from engine.ledger.rows import row_files

    with open_store(workspace.root, writes=False) as store:
        files = row_files(store)
    with rows_session(workspace.root) as connection:
        attach_rows(connection, workspace.root, files)
        yield connection
