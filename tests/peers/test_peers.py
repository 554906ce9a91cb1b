"""The translators stay alive: small files of the same forms, made here, come out as they say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.peers.__main__ import FAMILIES, main, verdicts_of
from tests.peers.running import NOT_EXPRESSIBLE, PASSED

FOLDER = Path(__file__).parent / "miniature"
MADE = sorted(path for path in FOLDER.iterdir())
LACKING = {
    "dmn_hit_policies.json": {"03-collect 4", "03-collect 5"},
    "dmn_ranges.json": {"1/6"},
    "dmn_rounding.json": {"4/1"},
    "policy_file_errors.yaml": {"pf-13", "pf-90"},
    "tiers_openfisca.yaml": {"q-1", "g-1"},
    "tiers_openmeter.yaml": {"x-1"},
    "zen_tables.json": {"chain 3"},
    "zen_unary.json": {"line 6", "line 7"},
}


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_every_case_passes_or_says_what_the_language_lacks(path: Path) -> None:
    lacking = LACKING.get(path.name, set())
    found = verdicts_of(path)
    outcomes = {v.name: v.outcome for v in found}
    expected = {name: NOT_EXPRESSIBLE if name in lacking else PASSED for name in outcomes}
    assert expected == outcomes, [v for v in found if v.outcome != expected[v.name]]
    assert lacking <= set(outcomes)
    assert all(v.reason for v in found if v.outcome == NOT_EXPRESSIBLE)


def test_there_is_a_file_for_every_family_of_translators() -> None:
    assert set(FAMILIES.values()) == {FAMILIES[path.name] for path in MADE}


def test_the_runner_ends_well_where_nothing_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER)]) == 0
    assert "\nall " in capsys.readouterr().out


def test_a_wrong_expectation_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (FOLDER / "tiers_killbill.yaml").read_text("utf-8").replace('total: "7"', 'total: "8"')
    (tmp_path / "tiers_killbill.yaml").write_text(text, encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "FAILED top-1: answer: expected '8', sql '7', replay '7'" in capsys.readouterr().out


def test_a_file_that_nobody_translates_fails(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "tiers_lago.yaml", tmp_path / "tiers_of_another.yaml")
    assert main([str(tmp_path)]) == 1


def test_a_folder_must_be_named() -> None:
    assert main([]) == 2
