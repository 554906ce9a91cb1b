"""Rows of events → figures per agent and month, for tools that export every call or deal.

    python agent_months.py Calls.csv --agent Agent --date Date --count calls \
        --count-where answered "Answered (Y/N)" Y --sum answer_seconds "Speed of answer in seconds"

Writes CSV to standard output: agent, month, and one column per figure. Amounts are summed as
exact decimals; blank cells add nothing, and how many cells were filled can be counted.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

DATE_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d")


def month_of(text: str) -> str:
    """The month of a date in one of the usual forms; anything else stops the script."""
    for form in DATE_FORMS:
        try:
            return dt.datetime.strptime(text.strip(), form).strftime("%Y-%m")
        except ValueError:
            continue
    raise SystemExit(f"not a date: {text!r}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--agent", required=True, help="column of the agent")
    parser.add_argument("--date", required=True, help="column of the date")
    parser.add_argument(
        "--through", nargs=3, metavar=("FILE", "KEY", "COLUMN"),
        help="stand for the agent: COLUMN of the row of FILE whose KEY is the agent, as a manager",
    )  # fmt: skip
    parser.add_argument("--only", nargs=2, action="append", default=[], metavar=("COLUMN", "VALUE"))
    parser.add_argument("--count", action="append", default=[], metavar="NAME")
    parser.add_argument(
        "--count-where", nargs=3, action="append", default=[], metavar=("NAME", "COLUMN", "VALUE")
    )
    parser.add_argument(
        "--filled", nargs=2, action="append", default=[], metavar=("NAME", "COLUMN")
    )
    parser.add_argument("--sum", nargs=2, action="append", default=[], metavar=("NAME", "COLUMN"))
    return parser.parse_args()


def counted(asked: argparse.Namespace) -> dict[tuple[str, str], dict[str, Decimal]]:
    """Agent and month → figure → amount."""
    stands_for: dict[str, str] = {}
    if asked.through:
        name, key, column = asked.through
        stands_for = {row[key]: row[column] for row in rows_of(name)}
    figures: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows_of(asked.file):
        if any(row[column] != value for column, value in asked.only) or not row[asked.date]:
            continue
        agent = stands_for[row[asked.agent]] if asked.through else row[asked.agent]
        add(figures[agent, month_of(row[asked.date])], row, asked)
    return figures


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def add(own: dict[str, Decimal], row: dict[str, str], asked: argparse.Namespace) -> None:
    """What one event adds to the figures of its agent and month."""
    for name in asked.count:
        own[name] += 1
    for name, column, value in asked.count_where:
        own[name] += row[column] == value
    for name, column in asked.filled:
        own[name] += bool(row[column].strip())
    for name, column in asked.sum:
        own[name] += Decimal(row[column].strip() or "0")


def main() -> None:
    asked = read_arguments()
    names = [*asked.count, *(w[0] for w in (*asked.count_where, *asked.filled, *asked.sum))]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["agent", "month", *names])
    for (agent, month), own in sorted(counted(asked).items()):
        writer.writerow([agent, month, *(format(own[name], "f") for name in names)])


if __name__ == "__main__":
    main()
