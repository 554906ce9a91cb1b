"""The commands that are disturbed, and the workspaces in which they start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.faults.old_store import make_old_store
from tests.faults.trials import Typed, Zygote, copied

SHOP = ("--shop", "myshop")
MAY, JUNE = (*SHOP, "--month", "2024-05"), (*SHOP, "--month", "2024-06")
WIDE = ("--mapping", "agent_months_wide", *SHOP)
ROWS = 300
HELD = (
    "--agent", "agent01", "--kind", "hold", "--amount", "-5", "--by", "Li", "--reason", "x",
    "--evidence", "x",
)  # fmt: skip


@dataclass(frozen=True)
class Verb:
    """One command. `start` names its workspace, `trials` says how often it is killed.

    `again`: the codes that it answers with where its work is done already; `is_counted`: done
    again, it adds as much again.
    """

    name: str
    start: str
    words: tuple[str, ...]
    trials: int
    again: tuple[str, ...] = ()
    is_counted: bool = False


VERBS = (
    Verb("first import", "empty", ("import", "inbox/big.csv", *WIDE), 50),
    Verb("import", "ready", ("import", "inbox/big.csv", *WIDE), 60),
    Verb("import into an old store", "old", ("import", "inbox/big.csv", *WIDE), 35),
    Verb("run", "ready", ("run", *JUNE), 30, is_counted=True),
    Verb("post", "ready", ("post", *JUNE, "--by", "Li"), 80, again=("L701",)),
    Verb("rerun", "late", ("rerun", *MAY, "--by", "Li", "--reason", "late"), 30),
    Verb("adjust", "ready", ("adjust", *JUNE, *HELD), 20, is_counted=True),
    Verb("close", "ready", ("close", *JUNE, "--by", "Li"), 20, again=("L721",)),
)


def make_shops(zygote: Zygote, folder: Path) -> Mapping[str, Path]:
    """A workspace without a database, one with a posted month and one to post, an old one."""
    empty = folder / "empty"
    assert 0 == zygote.together(Typed(("init", str(empty), "--lang", "en")))[0].code
    head, *rows = (empty / "inbox/figures.csv").read_text("utf-8").splitlines()
    june = [row.replace("2024-05", "2024-06") for row in rows]
    (empty / "inbox/figures.csv").write_text("\n".join([head, *rows, *june]) + "\n", "utf-8")
    big = (f"other{n},2024-09,90,50.00%,0:42,{n}.50" for n in range(ROWS))
    (empty / "inbox/big.csv").write_text("\n".join([head, *big]) + "\n", "utf-8")
    ready = copied(empty, folder / "ready")
    for words in (
        ("import", "inbox/roster.csv", "--mapping", "roster", *SHOP),
        ("import", "inbox/figures.csv", *WIDE),
        ("post", *MAY, "--by", "Li"),
    ):
        done = zygote(ready, *words)
        assert 0 == done.code, done.out + done.err
    late = copied(ready, folder / "late")
    (late / "inbox/late.csv").write_text("agent,month,sales\nagent03,2024-05,22450.80\n", "utf-8")
    assert 0 == zygote(late, "import", "inbox/late.csv", *WIDE, "--replace").code
    old = copied(empty, folder / "old")
    make_old_store(old)
    return {"empty": empty, "ready": ready, "late": late, "old": old}
