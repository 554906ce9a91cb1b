"""What an import yields: canonical rows, rejects, and the digests that name it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.record import record
from engine.core.unit import Unit

State = Literal["value", "no_data", "not_ready", "filtered"]


@record(kw_only=True)
class Figure:
    """One measure of one agent (agent '' = the whole shop) in one month.

    `amount` is set exactly when `state` is 'value', in the measure's canonical unit
    (ratios as 0.625). `row` is the line or sheet row in the file, counting from 1.
    `author` and `entered_at` are set where a person states the figure,
    `key` where the measure has a figure per key, `evidence` where the file gives a proof.
    """

    shop: str
    month: Month
    agent: str
    measure: str
    unit: Unit
    state: State
    amount: Decimal | None
    row: int
    author: str = ""
    entered_at: str = ""
    key: str = ""
    evidence: str = ""


@record(kw_only=True)
class RosterRow:
    """An agent's post from the day `start` to before the day `end` (None: it goes on)."""

    shop: str
    agent: str
    name: str
    role: str
    level: str
    hired: dt.date | None
    left: dt.date | None
    start: dt.date
    end: dt.date | None
    row: int


@record(kw_only=True)
class Reject:
    """A row that was not taken, or a cell of it: where, what it said, and why."""

    file: str
    row: int
    column: str
    text: str
    finding: Diagnostic


@record(kw_only=True)
class Dropped:
    """A row that the mapping says is no data (totals, means), kept for the report."""

    row: int
    text: str


@record(kw_only=True)
class Batch:
    """One imported file. `content_digest` is of its bytes, `mapping_digest` of the mapping's."""

    kind: Literal["agent_months", "shop_months", "agents"]
    file: str
    content_digest: str
    mapping: str
    mapping_digest: str
    shop: str
    rows_read: int
    figures: tuple[Figure, ...] = ()
    roster: tuple[RosterRow, ...] = ()
    rejects: tuple[Reject, ...] = ()
    dropped: tuple[Dropped, ...] = ()
