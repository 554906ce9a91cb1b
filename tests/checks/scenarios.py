"""What one line of an example stands for where it takes Python to bring it about."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from engine.app.month import MonthRequest, pay_dataset
from engine.app.posting import PostRequest, post
from engine.app.running import run_month
from engine.app.verifying import VerifyRequest, verify
from engine.audit.agreement import disagreements
from engine.backends.duckdb import run
from engine.bind.dataset import AgentFigures, Dataset
from engine.bind.names import ROLE
from engine.core.period import Month
from engine.core.unit import Unit
from engine.ledger.entries import entry_digest
from engine.ledger.store import FILE, Store, open_store
from engine.replay.from_bound import evaluate
from tests.checks.base_scenarios import BASE_SCENARIOS
from tests.checks.cli_scenarios import CLI_SCENARIOS
from tests.checks.compare_scenarios import COMPARE_SCENARIOS
from tests.checks.examples import BASE, Example, Found
from tests.checks.export_scenarios import EXPORT_SCENARIOS
from tests.checks.flag_scenarios import FLAG_SCENARIOS
from tests.checks.ledger_scenarios import LEDGER_SCENARIOS
from tests.checks.rows_scenarios import ROWS_SCENARIOS
from tests.checks.shop import (
    FIGURES,
    MAY,
    Opened,
    batch_of,
    entry,
    quiet,
    refused,
    shop,
    with_amount,
    with_unit,
    without_author,
    without_evidence,
)
from tests.checks.variant_scenarios import VARIANT_SCENARIOS
from tests.checks.version_scenarios import VERSION_SCENARIOS
from tests.faults.world import no_room, only_reading
from tests.pipeline import bound_from, script_of


def month_run(opened: Opened) -> Found:
    return run_month(opened.workspace, opened.request(), "zh", quiet).diagnostics


def figures(example: Example) -> Found:
    """The example's policy over its figures, imported and run as a month."""
    with shop(example.policy_text) as opened:
        opened.save(batch_of(example.figures))
        return month_run(opened)


def figures_in_another_unit(example: Example) -> Found:
    with shop(BASE.replace("提成: {amount: 销售额 × 1%}", "提成: {amount: 0}")) as opened:
        batch = batch_of({"小美": {"服务得分": "90"}})
        opened.save(with_unit(batch, Unit.RATIO))
        return month_run(opened)


def figures_without_author(example: Example) -> Found:
    with shop(BASE.replace("服务得分", "聊天抽查分")) as opened:
        batch = batch_of({"小美": {"聊天抽查分": "90", "销售额": "10000"}})
        opened.save(without_author(batch))
        return month_run(opened)


def figures_without_evidence(example: Example) -> Found:
    bounds = "unit: count, places: 0, min: 0, max: 100"
    own = f"measures:\n  差错次数: {{{bounds}, entered: true, evidence: required}}\n"
    policy = BASE.replace("销售额 × 1%", "−20 × 差错次数").replace("roles:\n", own + "roles:\n")
    with shop(policy) as opened:
        batch = batch_of({"小美": {"服务得分": "90", "差错次数": "2"}})
        opened.save(without_evidence(batch))
        return month_run(opened)


def two_posts(example: Example) -> Found:
    with shop(BASE) as opened:
        batch = batch_of(FIGURES)
        second = entry("小美", role="客服", level="2")
        opened.save(replace(batch, roster=(*batch.roster, second)))
        return month_run(opened)


def changed_within_the_month(example: Example) -> Found:
    with shop(BASE) as opened:
        batch = batch_of(FIGURES)
        first = replace(batch.roster[0], level="1", end="2024-05-16")
        second = replace(batch.roster[0], level="2", start="2024-05-16")
        opened.save(replace(batch, roster=(first, second)))
        return month_run(opened)


def joined_within_the_month(example: Example) -> Found:
    with shop(BASE) as opened:
        batch = batch_of(FIGURES)
        opened.save(replace(batch, roster=(replace(batch.roster[0], hired="2024-05-20"),)))
        return month_run(opened)


def nobody_on_the_roster(example: Example) -> Found:
    with shop(BASE) as opened:
        opened.save(replace(batch_of(FIGURES), roster=()))
        return month_run(opened)


def sql_of_another_policy(example: Example) -> Found:
    """The SQL of 1.01 % against the replay of 1 %: a difference as an error of ours would make."""
    bound = bound_from(BASE.encode())
    other = bound_from(BASE.replace("销售额 × 1%", "销售额 × 1.01%").encode())
    row = AgentFigures(
        agent="小美",
        name="小美",
        role="客服",
        figures={"服务得分": Decimal(90), "销售额": Decimal(10000), ROLE: "客服"},
        states={},
    )
    dataset = Dataset(agents=(row,))
    rows = run(script_of(other), dataset).rows
    found = tuple(disagreements(bound, rows, evaluate(bound, dataset)))
    assert pay_dataset(bound, dataset, "seed", quiet).value is not None
    return found


# -- the ledger -----------------------------------------------------------------------------


def posted(opened: Opened) -> None:
    opened.save(batch_of(FIGURES))
    assert not post_month(opened, opened.request())


def post_month(opened: Opened, request: MonthRequest) -> Found:
    return post(opened.workspace, PostRequest(month=request, by="会计"), "zh", quiet).diagnostics


def verified(opened: Opened) -> Found:
    return verify(opened.workspace, VerifyRequest(), "zh", quiet).diagnostics


def post_once(example: Example) -> Found:
    with shop(BASE) as opened:
        posted(opened)
        return verified(opened)


def post_twice(example: Example) -> Found:
    with shop(BASE) as opened:
        posted(opened)
        return post_month(opened, opened.request())


def altered(change: Callable[[Store], None]) -> Found:
    """Somebody with the database file at hand changes what was posted."""
    with shop(BASE) as opened:
        posted(opened)
        with open_store(opened.workspace.root, writes=True) as store:
            change(store)
        return verified(opened)


def altered_body(example: Example) -> Found:
    return altered(lambda store: change_amount(store))


def altered_amount(example: Example) -> Found:
    """An amount changed by somebody who also makes the digest fit."""

    def change(store: Store) -> None:
        change_amount(store)
        row = store.rows("SELECT kind, shop, policy, month, body, previous FROM entries")[0]
        own = entry_digest(*(str(text) for text in row))
        store.connection.execute("UPDATE entries SET digest = ?", [own])

    return altered(change)


def change_amount(store: Store) -> None:
    """800 more, also in both totals."""
    body = str(store.rows("SELECT body FROM entries")[0][0])
    for before, after in (
        ('["提成","100"]', '["提成","900"]'),
        ('["合计","1600"]', '["合计","2400"]'),
        ('"total":"1600.00"', '"total":"2400.00"'),
    ):
        assert before in body, body
        body = body.replace(before, after)
    store.connection.execute("UPDATE entries SET body = ?", [body])


def batch_removed(example: Example) -> Found:
    return altered(lambda store: store.connection.execute("DELETE FROM batches"))


def last_entry_removed(example: Example) -> Found:
    return altered(lambda store: store.write("DELETE FROM entries"))


def edited_policy(example: Example) -> Found:
    """The version that paid May is edited before June is posted."""
    with shop(BASE) as opened:
        posted(opened)
        june = MAY.plus(1)
        opened.save(batch_of(FIGURES, june))
        opened.policy.write_text(BASE.replace("1500", "1600"), encoding="utf-8")
        return post_month(opened, opened.request(june))


def looks_back(first: Month) -> Found:
    """May is posted by a version without streaks; June's version counts them from `first`."""
    streak = (
        f"history: {{from: {first}}}\n"
        "streaks:\n  连好: {while: 考核得分 >= 80, absent: skip}\n"
        "notices:\n  表扬: {when: 连好.月数 >= 2}\n"
    )
    with shop(BASE) as opened:
        posted(opened)
        june = MAY.plus(1)
        opened.save(batch_of(FIGURES, june))
        ended = BASE.replace("{from: 2024-01}", "{from: 2024-01, to: 2024-06}")
        opened.policy.write_text(ended, encoding="utf-8")
        text = BASE.replace("version: 1", "version: 2").replace("2024-01", "2024-06") + streak
        opened.policy.with_name("v2.yaml").write_text(text, encoding="utf-8")
        return run_month(opened.workspace, opened.request(june), "zh", quiet).diagnostics


def store_busy(example: Example) -> Found:
    """Another process holds the database while a month is run."""
    found = []
    with shop(BASE) as opened:
        posted(opened)
        path = opened.workspace.root / FILE
        holder = (
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", holder, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline().strip() == b"1"
            with refused(found):
                month_run(opened)
            other.communicate(b"\n")
    return tuple(found)


def store_damaged(example: Example) -> Found:
    found = []
    with shop(BASE) as opened:
        (opened.workspace.root / FILE).write_bytes(b"this is no database" * 1000)
        with refused(found):
            month_run(opened)
    return tuple(found)


def store_newer(example: Example) -> Found:
    found = []
    with shop(BASE) as opened:
        posted(opened)
        with open_store(opened.workspace.root, writes=True) as store:
            store.write("UPDATE meta SET version = 99")
        with refused(found):
            month_run(opened)
    return tuple(found)


def store_read_only(example: Example) -> Found:
    found = []
    with shop(BASE) as opened:
        posted(opened)
        opened.workspace.root.parent.chmod(0o755)
        with only_reading(opened.workspace.root), refused(found):
            post_month(opened, opened.request())
    return tuple(found)


def disk_full(example: Example) -> Found:
    found = []
    with shop(BASE) as opened:
        posted(opened)
        june = batch_of(FIGURES, MAY.plus(1))
        with no_room(0), refused(found):
            opened.save(june)
        assert opened.save(june).is_new
    return tuple(found)


def import_once(example: Example) -> Found:
    with shop(BASE) as opened:
        return opened.save(batch_of(FIGURES)).contradictions


def import_contradiction(example: Example) -> Found:
    with shop(BASE) as opened:
        batch = batch_of(FIGURES)
        opened.save(batch)
        return opened.save(with_amount(batch, Decimal(91))).contradictions


def import_of_another_roster(example: Example) -> Found:
    with shop(BASE) as opened:
        batch = batch_of(FIGURES)
        opened.save(batch)
        other = replace(batch.roster[0], role="店长")
        return opened.save(replace(batch, roster=(other,), content_digest="x")).contradictions


SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "figures": figures,
    "figures: unit": figures_in_another_unit,
    "figures: author": figures_without_author,
    "figures: evidence": figures_without_evidence,
    "roster: two": two_posts,
    "roster: empty": nobody_on_the_roster,
    "roster: changed": changed_within_the_month,
    "roster: joined": joined_within_the_month,
    "run: differs": sql_of_another_policy,
    "ledger: post once": post_once,
    "ledger: post twice": post_twice,
    "ledger: altered amount": altered_amount,
    "ledger: altered body": altered_body,
    "ledger: edited policy": edited_policy,
    "ledger: last entry removed": last_entry_removed,
    "ledger: batch removed": batch_removed,
    "ledger: new rule looks back": lambda _: looks_back(MAY),
    "ledger: new rule counts from now": lambda _: looks_back(MAY.plus(1)),
    "store: busy": store_busy,
    "store: damaged": store_damaged,
    "store: disk full": disk_full,
    "store: newer": store_newer,
    "store: read-only": store_read_only,
    "import: once": import_once,
    "import: contradiction": import_contradiction,
    "import: another roster": import_of_another_roster,
    **CLI_SCENARIOS,
    **FLAG_SCENARIOS,
    **LEDGER_SCENARIOS,
    **BASE_SCENARIOS,
    **COMPARE_SCENARIOS,
    **VERSION_SCENARIOS,
    **ROWS_SCENARIOS,
    **EXPORT_SCENARIOS,
    **VARIANT_SCENARIOS,
}
