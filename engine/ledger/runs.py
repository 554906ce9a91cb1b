"""The journal of drafts: that a month was run, when, by which version, and what it came to."""

from __future__ import annotations

from engine.core.record import record
from engine.ledger.store import Store


@record(kw_only=True)
class PastRun:
    """One run of a month. No payslip is kept: only what tells one run from another."""

    ran_at: str
    shop: str
    policy: str
    month: str
    version: str
    policy_digest: str
    data_digest: str
    agents: int
    total: str
    ran_by: str


def note_run(store: Store, run: PastRun) -> None:
    """Add one line to the journal."""
    with store.writing():
        store.write(
            """
            INSERT INTO runs SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            FROM runs
            """,
            [
                run.ran_at, run.shop, run.policy, run.month, run.version, run.policy_digest,
                run.data_digest, run.agents, run.total, run.ran_by,
            ],
        )  # fmt: skip


def past_runs(store: Store) -> list[PastRun]:
    """Every run, oldest first."""
    rows = store.rows(
        """
        SELECT ran_at, shop, policy, month, version, policy_digest, data_digest, agents, total,
               ran_by
        FROM runs ORDER BY number
        """
    )
    return [
        PastRun(
            ran_at=str(at), shop=str(shop), policy=str(policy), month=str(month),
            version=str(version), policy_digest=str(policy_digest), data_digest=str(data_digest),
            agents=int(str(agents)), total=str(total), ran_by=str(ran_by),
        )
        for at, shop, policy, month, version, policy_digest, data_digest, agents, total, ran_by
        in rows
    ]  # fmt: skip
