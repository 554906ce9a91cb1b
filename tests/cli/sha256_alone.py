"""Checks an export with hashlib, json and a Parquet reader; shares no code with the engine."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

Untagged = Any  # what a digest covers is JSON, whose kinds only its reader knows


def entries_of(folder: Path) -> dict[int, dict[str, Any]]:
    """The entries by number, each with its digest: the SHA-256 of its file."""
    found: dict[int, dict[str, Any]] = {}
    for path in sorted((folder / "entries").iterdir()):
        content = path.read_bytes()
        kind, version, (tag, texts) = json.loads(content)
        assert (kind, version, tag) == ("entry", 1, "l"), path
        names = ("kind", "shop", "policy", "month", "body", "previous")
        entry = dict(zip(names, texts, strict=True))
        entry["body"] = json.loads(entry["body"])
        entry["digest"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        found[int(path.stem)] = entry
    return found


def faults(folder: Path) -> list[str]:
    """Every file that is not as the lists say, every broken link, every table row of its own."""
    found = [*_of_files(folder)]
    if found:
        return found
    entries = entries_of(folder)
    genesis = f"sha256:{hashlib.sha256(b'tianping ledger').hexdigest()}"
    digests = {0: genesis, **{number: one["digest"] for number, one in entries.items()}}
    for number, one in entries.items():
        if digests.get(number - 1, one["previous"]) != one["previous"]:
            found.append(f"entry {number}: previous")
    found += _of_policies(folder, entries)
    found += _of_tables(folder, entries)
    return found


def _of_files(folder: Path) -> list[str]:
    listed: dict[str, str] = {}
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    here = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    here.pop("SHA256SUMS")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    named = {one["path"]: one["sha256"] for one in manifest["files"]}
    found = [f"{name}: listed or there" for name in sorted(set(listed) ^ set(here))]
    found += [f"{n}: lists" for n in sorted(set(listed) ^ {*named, "manifest.json"})]
    for name in set(listed) & set(here):
        digest = hashlib.sha256(here[name].read_bytes()).hexdigest()
        if digest != listed[name] or digest != named.get(name, digest):
            found.append(f"{name}: {digest}")
    return found


def _of_policies(folder: Path, entries: dict[int, dict[str, Any]]) -> list[str]:
    """A policy without a base is what its digest in the entry says."""
    found = []
    for number, one in entries.items():
        if "policy_file" not in one["body"]:
            continue
        content = (folder / "policy" / f"{number:04d}" / one["body"]["policy_file"]).read_bytes()
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        if not one["body"]["policy_bases"] and digest != one["body"]["policy_digest"]:
            found.append(f"entry {number}: policy")
    return found


def _of_tables(folder: Path, entries: dict[int, dict[str, Any]]) -> list[str]:
    """Lines and totals of the tables are those of the entries, and no column is a double."""
    found = []
    for path in sorted(folder.rglob("*.parquet")):
        described = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
        found += [f"{path.name}: {row[0]}" for row in described if row[1] in ("DOUBLE", "FLOAT")]
    lines, totals = set(), set()
    for number, one in entries.items():
        for payout in one["body"].get("payouts", ()):
            amounts = [(line, Decimal(amount)) for line, amount in payout["lines"]]
            # the total stands last among the lines
            totals.add((number, payout["agent"], amounts[-1][1]))
            lines |= {(number, payout["agent"], line, amount) for line, amount in amounts[:-1]}
    if lines != set(_rows(folder / "tables/lines.parquet", "entry, agent, line, amount")):
        found.append("lines.parquet: rows")
    if totals != set(_rows(folder / "tables/payouts.parquet", "entry, agent, total")):
        found.append("payouts.parquet: rows")
    return found


def _rows(path: Path, columns: str) -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM read_parquet('{path}')").fetchall()
