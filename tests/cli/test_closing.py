"""Closing a month by several names, and what `history` shows in a pipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.core.width import width
from tests.cli.command import Command
from tests.cli.test_corrections import JUNE, MAY, SHOP, adjust, june, ok, posted, two_names

__all__ = ["posted"]


def test_a_month_is_closed_by_as_many_names_as_it_is_paid_by(shop: Path, tianping: Command) -> None:
    two_names(shop)
    ok(tianping("post", *MAY, "--by", "会计"))
    ok(tianping("approve", "--entry", "1", "--by", "店长"))
    closing = ok(tianping("close", *MAY, "--by", "会计", "--format", "json")).json
    assert ("待签字", 3) == (closing["state"], closing["entry"])
    # one name closes nothing, and a second closing waits for the first
    assert ["L720"] == tianping("close", *MAY, "--by", "店长", "--format", "json").codes
    assert ["L722"] == tianping("approve", "--entry", "3", "--by", "会计", "--format", "json").codes
    ok(tianping("approve", "--entry", "3", "--by", "店长"))
    assert ["L721"] == tianping("close", *MAY, "--by", "店长", "--format", "json").codes
    (period,) = ok(tianping("history", *SHOP, "--format", "json")).json["periods"]
    assert "已关账" == period["state"]
    ok(tianping("verify"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_history_fits_a_hundred_columns_in_a_pipe(posted: Command, language: str) -> None:
    june(posted)
    reason = "a customer complained, and the second month of it was settled with a long explanation"
    adjust(posted, "hold", "-1234567.89")
    ok(posted("post", *JUNE, "--by", "Zhang San, head of finance", "--note", reason))
    said = ok(Command(posted.folder, language)("history", *SHOP)).out
    assert max(map(width, said.splitlines())) <= 100
    words = "".join(said.split())
    assert "-1234567.89" in words
    assert "explanation" in words
    assert "…" not in words
