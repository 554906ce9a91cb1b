"""Killed at any moment, a command leaves all of its work or none, and the next one runs."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from engine.ledger.store import FILE
from tests.faults.commands import JUNE, VERBS, Verb
from tests.faults.trials import Stored, Zygote, copied, stored, typed

PARTS = 10
LEAST_MOMENTS = 300


@dataclass(frozen=True)
class Undisturbed:
    """What a command takes and does if nothing comes in between."""

    seconds: float
    before: Stored
    after: Stored


@pytest.fixture(scope="session")
def undisturbed(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Verb], Undisturbed]:
    known: dict[str, Undisturbed] = {}

    def measure(verb: Verb) -> Undisturbed:
        if verb.name not in known:
            folder = copied(shops[verb.start], tmp_path_factory.mktemp("whole") / "shop")
            before = stored(folder)
            done = zygote(folder, *verb.words)
            assert 0 == done.code, done.out + done.err
            known[verb.name] = Undisturbed(done.seconds, before, stored(folder))
        return known[verb.name]

    return measure


def moment(seed: int, verb: Verb, seconds: float) -> float:
    """Spread over the whole command; every other one over its last third, where it writes."""
    place = (seed + random.Random(seed).random()) / verb.trials
    return seconds * (place if seed % 2 else (2 + place) / 3)


def test_there_are_enough_moments() -> None:
    assert LEAST_MOMENTS <= sum(verb.trials for verb in VERBS)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_killed_command_did_all_or_nothing(
    zygote: Zygote,
    shops: Mapping[str, Path],
    tmp_path: Path,
    undisturbed: Callable[[Verb], Undisturbed],
    verb: Verb,
    part: int,
) -> None:
    whole = undisturbed(verb)
    for seed in range(part, verb.trials, PARTS):
        folder = copied(shops[verb.start], tmp_path / "shop")
        after = moment(seed, verb, whole.seconds)
        killed = zygote(folder, *verb.words, kill_after=after)
        assert killed.was_killed or killed.code == 0, killed.out + killed.err
        is_done = all_or_nothing(folder, whole)
        next_command_works(zygote, folder, verb, whole, is_done=is_done)


def all_or_nothing(folder: Path, whole: Undisturbed) -> bool:
    """Whether the work is done; nothing else may be there, and no older entry may differ."""
    found = stored(folder)
    assert found.counts in (whole.before.counts, whole.after.counts)
    assert whole.before.entries == found.entries[: len(whole.before.entries)]
    return found.counts != whole.before.counts


def next_command_works(
    zygote: Zygote, folder: Path, verb: Verb, whole: Undisturbed, *, is_done: bool
) -> None:
    """The same command does what is missing and nothing twice, and verify finds nothing."""
    again = zygote(folder, *verb.words)
    codes = list(verb.again) if is_done else []
    assert (len(codes), codes) == (again.code, again.codes), again.out + again.err
    now = stored(folder).counts
    if is_done and verb.is_counted:
        before, after = whole.before.counts, whole.after.counts
        assert now == {t: 2 * n - before.get(t, 0) for t, n in after.items()}
    else:
        assert now == whole.after.counts
    # the chain is walked whole; recomputing one month of it will do
    month = [word for word in verb.words if word.startswith("2024-")]
    verified = zygote(folder, "verify", *(("--month", *month) if verb.again else ()))
    assert verified.codes == ([] if whole.after.entries else ["W912"]), verified.out


@pytest.mark.parametrize("seed", range(12))
def test_ctrl_c_ends_a_command_with_nothing_half_done(
    zygote: Zygote,
    shops: Mapping[str, Path],
    tmp_path: Path,
    undisturbed: Callable[[Verb], Undisturbed],
    seed: int,
) -> None:
    verb = next(one for one in VERBS if one.name == "post")
    whole = undisturbed(verb)
    folder = copied(shops[verb.start], tmp_path / "shop")
    place = 0.4 + 0.6 * (seed + random.Random(seed).random()) / 12
    done = zygote(folder, *verb.words, kill_after=whole.seconds * place, signal=signal.SIGINT)
    assert done.code in (0, 130), done.err
    all_or_nothing(folder, whole)


@pytest.mark.parametrize("seed", range(12))
def test_of_two_posts_at_once_one_wins_and_the_other_is_told(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path: Path, seed: int
) -> None:
    folder = copied(shops["ready"], tmp_path / "shop")
    before = stored(folder)
    words = ("post", *JUNE, "--by")
    one, other = zygote.together(
        typed(folder, *words, "Li"),
        typed(folder, *words, "Wang", delay=random.Random(seed).uniform(0, 0.25)),
    )
    lost = other if one.code == 0 else one
    assert [0, 1] == sorted((one.code, other.code))
    assert lost.codes in (["L710"], ["L701"])
    assert len(before.entries) + 1 == len(stored(folder).entries)
    assert [] == zygote(folder, "verify").codes


def test_while_another_has_the_database_a_command_is_told(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path: Path
) -> None:
    folder = copied(shops["ready"], tmp_path / "shop")
    before = (folder / FILE).read_bytes()
    with duckdb.connect(str(folder / FILE)):
        for words in (("post", *JUNE, "--by", "Li"), ("run", *JUNE), ("verify",)):
            done = zygote(folder, *words)
            assert (1, ["L710"]) == (done.code, done.codes), done.out + done.err
    assert before == (folder / FILE).read_bytes()


@pytest.mark.parametrize("seed", range(6))
def test_a_reader_beside_a_writer_reads_or_is_told(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path: Path, seed: int
) -> None:
    folder = copied(shops["ready"], tmp_path / "shop")
    delay = random.Random(seed).uniform(0, 0.2)
    first, second, writer = zygote.together(
        typed(folder, "history", delay=delay),
        typed(folder, "history", delay=delay),
        typed(folder, "post", *JUNE, "--by", "Li"),
    )
    for done in (first, second, writer):
        assert done.codes in ([], ["L710"]), done.out + done.err
    assert [] == zygote(folder, "verify").codes


def test_any_number_read_at_once(zygote: Zygote, shops: Mapping[str, Path]) -> None:
    words = (("history",), ("verify",), ("run", *JUNE), ("check",))
    for done in zygote.together(*(typed(shops["ready"], *one) for one in words)):
        assert [] == done.codes, done.out + done.err
