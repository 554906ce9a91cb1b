"""How long a command takes from nothing: `python -m benchmarks.cold_start`.

`--help`, and `check` of a policy of two thousand lines, as whole processes, beside a process that
only imports the YAML reader and the schema checker, which no check can do without.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TABLES = 152
HEAD = """\
format: 1
policy: pay
shop: big
version: 1
title: two thousand lines
effective: {from: 2024-01}
currency: CNY
sources: {r: "1"}
round: {lines: {places: 2, mode: half_up}}
roles:
  agent:
    pay:
"""
TABLE = """\
  table{n}:
    cite: {{source: r, clause: "1"}}
    lookup: sales
    apply_to: sales
    method: marginal
    edge: to_inclusive
    unit: money
    columns: [to, rate]
    rows:
      - [{top}, 1%]
      - [∞, 2%]
"""


def big_policy() -> str:
    lines = "".join(f"      - line{n}\n" for n in range(TABLES))
    tables = "".join(TABLE.format(n=n, top=1000 + n) for n in range(TABLES))
    pay = "".join(f"  line{n}: {{amount: table{n}.amount}}\n" for n in range(TABLES))
    return f"{HEAD}{lines}tables:\n{tables}pay:\n{pay}"


def seconds(command: list[str], rounds: int = 15) -> float:
    taken: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> None:
    tianping = [sys.executable, "-m", "engine.cli.main"]
    with tempfile.TemporaryDirectory() as folder:
        policy = Path(folder) / "policy.yaml"
        policy.write_text(big_policy(), "utf-8")
        count = len(policy.read_text("utf-8").splitlines())
        floor = seconds([sys.executable, "-c", "import yaml, jsonschema"])
        helped = seconds([*tianping, "--help"])
        checked = seconds([*tianping, "check", str(policy)])
    print(f"imports alone {floor:.3f} s")
    print(f"--help {helped:.3f} s  ({helped / floor:.2f} of the imports)")
    print(f"check of {count} lines {checked:.3f} s  ({checked / floor:.2f} of the imports)")


if __name__ == "__main__":
    main()
