"""`python -m tests.peers FOLDER [-v]`: passed, failed, not expressible, per file, with reasons.

Ends with exit code 1 if a case failed, or a file of the folder is not known here.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.peers.analysis import analyses
from tests.peers.blocks import blocks
from tests.peers.literals import other_roundings, ranges_in, rounding_calls, unary_tests
from tests.peers.policy_files import faulty_files
from tests.peers.ranges import ranges
from tests.peers.running import FAILED, NOT_EXPRESSIBLE, PASSED, Case, Verdict, verdicts
from tests.peers.scales import scales
from tests.peers.steps import dmn_sets, zen_chains

FAMILIES: Mapping[str, Callable[[str], Iterator[Case]]] = {
    "analysis.yaml": analyses,
    "dmn_hit_policies.json": dmn_sets,
    "dmn_ranges.json": ranges_in,
    "dmn_rounding.json": rounding_calls,
    "dmn_tables_level3.json": dmn_sets,
    "policy_file_errors.yaml": faulty_files,
    "rounding_other.yaml": other_roundings,
    "tiers_killbill.yaml": blocks,
    "tiers_lago.yaml": ranges,
    "tiers_openfisca.yaml": scales,
    "tiers_openmeter.yaml": ranges,
    "tiers_taxcalc.yaml": scales,
    "zen_tables.json": zen_chains,
    "zen_unary.json": unary_tests,
}
OUTCOMES = (PASSED, FAILED, NOT_EXPRESSIBLE)


def verdicts_of(path: Path) -> list[Verdict]:
    """What became of every case of one file."""
    return list(verdicts(FAMILIES[path.name](path.read_text("utf-8"))))


def said(name: str, found: Sequence[Verdict], *, is_long: bool) -> Iterator[str]:
    """One line of counts, then the reasons: each failure, and each thing the language lacks."""
    counts = Counter(verdict.outcome for verdict in found)
    numbers = "".join(f"{counts[outcome]:>{len(outcome) + 2}}" for outcome in OUTCOMES)
    yield f"{name:<26}{numbers}"
    for verdict in found:
        if verdict.outcome == FAILED:
            first, _, rest = verdict.reason.partition("\n")
            yield f"    FAILED {verdict.name}: {verdict.reason if is_long and rest else first}"
    by_reason: dict[str, list[str]] = {}
    for verdict in found:
        if verdict.outcome == NOT_EXPRESSIBLE:
            by_reason.setdefault(verdict.reason, []).append(verdict.name)
    for reason, names in by_reason.items():
        shown = ", ".join(names if is_long else names[:1])
        others = f" and {len(names) - 1} more" if len(names) > 1 and not is_long else ""
        yield f"    not expressible: {reason} ({shown}{others})"


def main(arguments: Sequence[str]) -> int:
    folders = [argument for argument in arguments if argument != "-v"]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        sys.stderr.write("usage: python -m tests.peers FOLDER [-v]\n")
        return 2
    paths = sorted(p for p in Path(folders[0]).iterdir() if p.suffix in (".yaml", ".json"))
    sys.stdout.write(f"{'file':<26}" + "".join(f"  {outcome}" for outcome in OUTCOMES) + "\n")
    total: Counter[str] = Counter()
    for path in paths:
        if path.name not in FAMILIES:
            sys.stdout.write(f"{path.name}: no translator is called so\n")
            total[FAILED] += 1
            continue
        found = verdicts_of(path)
        total.update(verdict.outcome for verdict in found)
        for line in said(path.name, found, is_long="-v" in arguments):
            sys.stdout.write(line + "\n")
    numbers = "".join(f"{total[outcome]:>{len(outcome) + 2}}" for outcome in OUTCOMES)
    sys.stdout.write(f"{'all':<26}{numbers}\n")
    return 1 if total[FAILED] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
