"""Bytes of the database changed or cut off: a code and a way out, whatever is hit."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.ledger.store import FILE
from tests.faults.commands import JUNE
from tests.faults.trials import Zygote, copied, leave_log, stored

PARTS, SEEDS = 6, 6
HEADERS = 3 * 4096


def flipped(content: bytearray, seeded: random.Random) -> None:
    content[place(content, seeded)] ^= 1 << seeded.randrange(8)


def overwritten(content: bytearray, seeded: random.Random) -> None:
    start = place(content, seeded)
    width = min(seeded.randrange(1, 5000), len(content) - start)
    content[start : start + width] = seeded.randbytes(width)


def blanked(content: bytearray, seeded: random.Random) -> None:
    start = place(content, seeded)
    width = min(seeded.randrange(1, 300_000), len(content) - start)
    content[start : start + width] = bytes(width)


def cut_off(content: bytearray, seeded: random.Random) -> None:
    del content[place(content, seeded) :]


def place(content: bytearray, seeded: random.Random) -> int:
    """Anywhere, and every third time in the headers."""
    within = min(HEADERS, len(content)) if seeded.random() < 1 / 3 else len(content)
    return seeded.randrange(within)


DAMAGES = (flipped, overwritten, blanked, cut_off)
Damage = Callable[[bytearray, random.Random], None]


@pytest.fixture(scope="session")
def posted(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """A workspace with two posted months; and one whose second month stands in the log."""
    base = tmp_path_factory.mktemp("posted")
    folders = {FILE: base / "file", f"{FILE}.wal": base / "log"}
    for folder in folders.values():
        copied(shops["ready"], folder)
    words = ("post", *JUNE, "--by", "Li")
    assert 0 == zygote(folders[FILE], *words).code
    leave_log(folders[FILE], folders[f"{FILE}.wal"])
    return folders


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [FILE, f"{FILE}.wal"])
def test_damage_is_named_and_never_paid_by(
    zygote: Zygote,
    posted: Mapping[str, Path],
    tmp_path: Path,
    name: str,
    damage: Damage,
    part: int,
) -> None:
    whole = stored(posted[name]).entries
    for seed in range(part * SEEDS, part * SEEDS + (SEEDS if name == FILE else SEEDS // 3)):
        folder = copied(posted[name], tmp_path / "shop")
        content = bytearray((folder / name).read_bytes())
        damage(content, random.Random(f"{damage.__name__} {seed}"))
        (folder / name).write_bytes(content)
        for words in (("history",), ("verify",)):
            done = zygote(folder, *words)
            assert done.is_answer, (seed, done.code, done.out, done.err)
            assert {"L711"} >= set(done.codes), (seed, done.out)
        if done.code == 0:
            found = stored(folder).entries
            # a log whose end is lost, or cannot be made out, is that of a post that was killed
            assert found == (whole if name == FILE else whole[: len(found)]), seed


def test_a_post_over_damage_is_refused_or_whole(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path: Path
) -> None:
    before = stored(shops["ready"]).entries
    for seed in range(12):
        folder = copied(shops["ready"], tmp_path / "shop")
        content = bytearray((folder / FILE).read_bytes())
        flipped(content, random.Random(seed))
        (folder / FILE).write_bytes(content)
        done = zygote(folder, "post", *JUNE, "--by", "Li")
        assert done.is_answer, (seed, done.code, done.out, done.err)
        assert done.codes in ([], ["L711"]), (seed, done.out)
        if done.code == 0:
            assert before == stored(folder).entries[: len(before)]
