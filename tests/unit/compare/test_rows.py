"""What `diff` says of rows that begin with the same cell, and of pools and distributions."""

from __future__ import annotations

from engine.compare.wording import Change, changes
from engine.source.read import read

OLD = """
pools:
  团队奖: {amount: 10000, by: heads, remainder: nobody}
distributions:
  分布:
    rows:
      - [30%, A, 500]
      - [30%, B, 300]
      - [40%, C, 0]
"""


def said(before: str, after: str) -> list[tuple[str, str, str]]:
    old, new = read("v1.yaml", OLD.encode()), read("v2.yaml", OLD.replace(before, after).encode())
    assert old.value is not None and new.value is not None
    found: tuple[Change, ...] = changes(old.value.root, new.value.root)
    return [(change.path, change.before, change.after) for change in found]


def test_a_change_of_the_second_row_with_the_same_share_is_said() -> None:
    assert said("[30%, B, 300]", "[30%, B, 350]") == [
        ("distributions.分布.rows[30% (2)]", "[30%, B, 300]", "[30%, B, 350]")
    ]


def test_a_change_of_the_first_row_with_the_same_share_is_said() -> None:
    assert said("[30%, A, 500]", "[30%, A, 550]") == [
        ("distributions.分布.rows[30%]", "[30%, A, 500]", "[30%, A, 550]")
    ]


def test_who_gets_the_remainder_is_a_change_of_its_own() -> None:
    assert said("nobody", "highest_share") == [
        ("pools.团队奖.remainder", "nobody", "highest_share")
    ]
