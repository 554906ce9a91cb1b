"""`compare --by-clause`: each part with its clause and place in both files."""

from __future__ import annotations

from decimal import Decimal

from tests.cli.command import Command

MONTH = ("--shop", "myshop", "--month", "2024-05")


def trial(tianping: Command, *changes: tuple[str, str]) -> str:
    """A copy of the policy beside `policies/`, changed; the name that compares it."""
    text = (tianping.folder / "policies/myshop/pay/v1.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tianping.folder / "trial.yaml").write_text(text, "utf-8")
    return "trial.yaml"


def test_each_part_names_the_clause_and_the_place_in_both_files(tianping: Command) -> None:
    name = trial(
        tianping, ("[20000, 1%]", "[20000, 1.2%]"), ("[95, 卓越, 1800]", "[95, 卓越, 1900]")
    )
    done = tianping("compare", "v1", name, *MONTH, "--by-clause", "--format", "json")
    assert done.code == 0
    said = done.json
    rates, grade = sorted(
        said["clauses"], key=lambda c: c["changed_clause"] != "表 提成表，20000 行"
    )
    # as `compare` alone says, worked by hand in the test of that
    assert ("104.90", "[20000, 1%]", "[20000, 1.2%]") == (
        rates["part"], rates["old_value"], rates["new_value"]
    )  # fmt: skip
    assert rates["old_place"].startswith("policies/myshop/pay/v1.yaml:")
    assert rates["new_place"].startswith("trial.yaml:")
    assert rates["old_clause"] == rates["new_clause"] != ""
    assert Decimal(said["difference"]) == Decimal(rates["part"]) + Decimal(grade["part"])
    by_agent = {a["agent"]: Decimal(0) for a in said["clause_agents"]}
    for part in said["clause_agents"]:
        by_agent[part["agent"]] += Decimal(part["part"])
    moved = {a["agent"]: Decimal(a["difference"]) for a in said["agents"]}
    assert {agent: amount for agent, amount in moved.items() if amount} == by_agent


def test_without_a_change_that_pays_there_is_nothing_to_split(tianping: Command) -> None:
    name = trial(tianping)
    said = tianping("compare", "v1", name, *MONTH, "--by-clause", "--format", "json").json
    assert (said["difference"], said["clauses"], said["hybrid_count"]) == ("0.00", [], 0)


def test_a_side_that_is_refused_is_not_split(tianping: Command) -> None:
    name = trial(tianping, ("[20000, 1%]", "[20000, 1]"))
    done = tianping("compare", "v1", name, *MONTH, "--by-clause", "--format", "json")
    assert done.code == 1
    assert "clauses" not in done.json
