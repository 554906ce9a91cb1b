"""A workspace with the starter policy and its figures, made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.command import Command


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter") / "shop"
    command = Command(folder.parent)
    assert command("init", str(folder)).code == 0
    command = Command(folder)
    roster = command("import", "inbox/花名册.csv", "--mapping", "roster", "--shop", "myshop")
    figures = command(
        "import", "inbox/客服月报.csv", "--mapping", "agent_months_wide", "--shop", "myshop"
    )
    assert (roster.code, figures.code) == (0, 0)
    return folder


@pytest.fixture
def shop(filled: Path, tmp_path: Path) -> Path:
    target = tmp_path / "shop"
    shutil.copytree(filled, target)
    return target


@pytest.fixture
def tianping(shop: Path) -> Command:
    return Command(shop)
