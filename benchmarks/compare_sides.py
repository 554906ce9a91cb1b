"""Two policies over one stored month, against running one of them.

Both start from a workspace whose figures are imported, and do all that the commands do: read and
bind the policies, open the store, compute by SQL and by replay, make the tables. They run in one
process in turn; what is printed is the ratio of the medians, not seconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from engine.app.comparing_sides import CompareRequest, compare
from engine.app.importing import ImportRequest, import_files
from engine.app.month import MonthRequest
from engine.app.result import Result
from engine.app.running import run_month
from engine.app.sides import SideWords
from engine.app.starting import init
from engine.app.workspace import Workspace
from engine.core.period import Month

MAY = Month(2024, 5)
SHOP = "myshop"
CHANGED = SideWords(words="v1", settings=(("tables.提成表.rows[20000].rate", "1.2%"),))


def quiet(step: str) -> None:
    """Progress that nobody watches."""


def filled(root: Path, agents: int) -> Workspace:
    """The starter policy with as many agents, all with other figures."""
    init(root, "zh")
    roster, figures = root / "inbox" / "花名册.csv", root / "inbox" / "客服月报.csv"
    people = range(agents)
    roster.write_text(
        "工号,姓名,店铺,角色,职级,入职日期,离职日期,生效月,失效月\n"
        + "".join(f"客服{n},甲{n},{SHOP},客服,,2021-03-01,,2024-01,\n" for n in people),
        "utf-8",
    )
    figures.write_text(
        "客服,月份,服务得分,询单转化率,平均响应,销售额\n"
        + "".join(
            f"客服{n},{MAY},{60 + n % 41},{20 + n % 70}%,{30 + n % 90},{n * 7919 % 90000}\n"
            for n in people
        ),
        "utf-8",
    )
    for path, mapping in ((roster, "roster"), (figures, "agent_months_wide")):
        request = ImportRequest(
            files=(path,), mapping=mapping, shop=SHOP, month=None, replace=False, language="zh"
        )
        assert import_files(Workspace(root), request, quiet).is_clean
    return Workspace(root)


def seconds(command: Callable[[], Result]) -> float:
    started = time.perf_counter()
    done = command()
    spent = time.perf_counter() - started
    assert done.is_clean, done.diagnostics
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--agents", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    request = CompareRequest(shop=SHOP, months=(MAY,), sides=(SideWords(words="v1"), CHANGED))
    alone: list[float] = []
    both: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = filled(Path(folder) / "shop", asked.agents)
        one = MonthRequest(shop=SHOP, month=MAY)
        for _ in range(asked.rounds):
            alone.append(seconds(lambda: run_month(workspace, one, "zh", quiet)))
            both.append(seconds(lambda: compare(workspace, request, "zh", quiet)))
    ratio = statistics.median(both) / statistics.median(alone)
    print(f"agents {asked.agents}  two policies ÷ one: {ratio:.2f}")


if __name__ == "__main__":
    main()
