"""Every YAML, CSV and console block of the hand-written pages is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import Session, blocks_of
from tests.pipeline import ROOT

PAGES = {
    "README.md": "base_en.yaml",
    "README.zh-CN.md": "base_zh.yaml",
    "docs/guide.md": "base_en.yaml",
    "docs/guide.zh-CN.md": "base_zh.yaml",
}
FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", PAGES)
def test_the_blocks_do_what_the_page_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if "zh-CN" in name else "en_US.UTF-8")
    base = (FOLDER / PAGES[name]).read_text("utf-8")
    session = Session(root=tmp_path, base=base)
    blocks = blocks_of((ROOT / name).read_text("utf-8"))
    for block in blocks:
        session.play(block)
    session.finish()
    assert blocks, name
    assert not session.trouble, "\n".join([name, *session.trouble])
