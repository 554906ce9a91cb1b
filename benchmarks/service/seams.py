"""What a changed rule costs: `python -m benchmarks.service.seams --messages 1000000`.

The rows are encoded once. A changed rule of credit judges anew and does not load or encode; a
changed measure makes the figures anew and judges nothing.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from benchmarks.service import engine_script
from benchmarks.service.contenders import opened, show
from benchmarks.service.generate import generate
from engine.facts.step import Step


def measure(folder: Path) -> None:
    with opened(folder, "") as connection:
        engine_script.see_raw(connection, folder)

        def take(name: str, steps: Iterable[Step]) -> None:
            started = time.perf_counter()
            for step in steps:
                connection.execute(step.sql)
            show(name, time.perf_counter() - started)

        (encoded, judged, figures), _ = engine_script.script()
        take("encoding", encoded[1])
        take("judging", judged[1])
        take("figures", figures[1])
        other = replace(engine_script.DEFAULTS, gap_seconds=900, silent_gap_seconds=900)
        (same, judged_anew, figures_anew), _ = engine_script.script(other)
        if [step.sql for step in same[1]] != [step.sql for step in encoded[1]]:
            raise SystemExit("a rule of credit changes the encoding")
        take("judging anew", judged_anew[1])
        take("figures anew", figures_anew[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the files are, or are to be made")
    typed = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder = typed.folder or Path(spare)
        generate(typed.messages, folder)
        measure(folder)


if __name__ == "__main__":
    main()
