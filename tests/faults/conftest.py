"""Folders that anybody may look into (pytest's own are closed to others), and a zygote."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.faults.commands import make_shops
from tests.faults.trials import Zygote


@pytest.fixture
def public_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    one = Zygote()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def shops(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return make_shops(zygote, tmp_path_factory.mktemp("shops"))
