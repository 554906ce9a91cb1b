"""A shop's policy over a base of its firm: what is paid, where it comes from, what it freezes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest

from engine.app.checking import check
from engine.app.diffing import diff
from engine.app.explaining import ExplainRequest, explain
from engine.app.policies import build_policy, load_file
from engine.app.posting import PostRequest, post
from engine.app.resolved_text import check_resolved
from engine.app.running import run_month
from engine.app.verifying import VerifyRequest, verify
from engine.app.workspace import schema
from engine.core.period import Month
from engine.policy.file import PolicyFile
from engine.policy.model import Policy
from tests.checks.base_scenarios import FIRM, OWN, extending, write_base
from tests.checks.shop import FIGURES, MAY, SHOP, Opened, batch_of, quiet
from tests.pipeline import codes, shown

DOUBLED = OWN + "pay:\n  提成: {amount: 销售额 × 2%}\n"


def policy_of(opened: Opened) -> Policy:
    outcome = build_policy(load_file(opened.policy, opened.workspace), schema("policy"))
    assert outcome.value is not None, shown(outcome.diagnostics)
    return outcome.value


def paid(
    opened: Opened, figures: Mapping[str, Mapping[str, str]] = FIGURES, month: Month = MAY
) -> dict[str, object]:
    """小美's lines, mostly in May: 90 points, sales of 10000."""
    opened.save(batch_of(figures, month))
    result = run_month(opened.workspace, opened.request(month), "zh", quiet)
    assert result.is_clean, shown(result.diagnostics)
    table = next(t for t in result.report.tables if t.key == "lines")
    where, what = table.columns.index("line"), table.columns.index("amount")
    return {str(row[where]): row[what] for row in table.rows}


def found_after(opened: Opened, own: str) -> tuple[object, ...]:
    opened.policy.write_text(own, encoding="utf-8")
    return check(opened.workspace, (), "zh").diagnostics


def test_a_month_is_paid_by_the_rules_of_the_base() -> None:
    """90 points earn 1500; 10000 × 1% = 100."""
    with extending() as opened:
        lines = paid(opened)
    assert ("1500.00", "100.00") == (lines["工资"], lines["提成"])


def test_what_the_shop_says_itself_replaces_the_base_and_leaves_the_rest() -> None:
    """10000 × 2% = 200; the salary stays 1500."""
    with extending(DOUBLED) as opened:
        lines = paid(opened)
    assert ("1500.00", "200.00") == (lines["工资"], lines["提成"])


def test_a_list_is_replaced_as_a_whole() -> None:
    rows = "tables:\n  评级:\n    rows:\n      - [0, 合格, 1000]\n"
    with extending(OWN + rows) as opened:
        assert "1000.00" == paid(opened)["工资"]


def test_a_line_goes_only_when_it_is_named() -> None:
    removed = OWN.replace("version: 1}", "version: 1, without: [pay.提成]}")
    listed = removed + "roles:\n  客服: {pay: [工资]}\n"
    with extending(listed) as opened:
        assert not found_after(opened, listed)
        assert {"工资"} == {line.heading.name for line in policy_of(opened).lines}


def test_an_empty_value_removes_nothing() -> None:
    with extending() as opened:
        (found,) = found_after(opened, OWN + "pay:\n  提成:\n")  # type: ignore[misc]
    assert ("Y153", "policies/demo/pay/v1.yaml", 9) == (
        found.check.code, found.span.file, found.span.line
    )  # fmt: skip


def test_removed_and_written_anew_is_replaced_as_a_whole() -> None:
    own = OWN.replace("version: 1}", "version: 1, without: [kpi.考核.items]}")
    own += (
        "kpi:\n  考核:\n    items:\n      质检: {weight: 100, measure: 服务得分, points: as_is}\n"
    )
    with extending(own) as opened:
        assert ["质检"] == [i.heading.name for i in policy_of(opened).kpis[0].items]


def test_a_mistake_in_the_base_is_shown_at_its_place_and_the_policy_does_not_stand() -> None:
    broken = FIRM.replace("1500]", "x500]")
    line = broken.split("\n").index("      - [60, 合格, x500]") + 1
    with extending(firm=broken) as opened:
        result = check(opened.workspace, (), "zh")
    assert [("P201", "bases/firm/v1.yaml", line)] == [
        (d.check.code, d.span.file, d.span.line) for d in result.diagnostics
    ]
    assert "policies/demo" not in result.report.text


def test_a_mistake_in_the_shops_own_lines_is_shown_there() -> None:
    with extending() as opened:
        (found,) = found_after(opened, DOUBLED.replace("销售额", "消售额"))  # type: ignore[misc]
    assert ("B301", "policies/demo/pay/v1.yaml") == (found.check.code, found.span.file)


def test_an_unknown_key_is_found_in_either_file() -> None:
    with extending(OWN + "paye: {}\n", FIRM + "tabels: {}\n") as opened:
        found = check(opened.workspace, (), "zh").diagnostics
    assert [("Y151", "bases/firm/v1.yaml"), ("Y151", "policies/demo/pay/v1.yaml")] == [
        (d.check.code, d.span.file) for d in found
    ]


@pytest.mark.parametrize("name", ["../firm", "/etc", "firm/../firm", "Firm", "firm\\x"])
def test_the_name_of_a_base_is_no_path(name: str) -> None:
    with extending(OWN.replace("base: firm", f"base: {name}")) as opened:
        found = check(opened.workspace, (), "zh").diagnostics
    assert {"Y154"} == set(codes(found))


def test_a_base_that_is_a_link_out_of_the_workspace_is_not_followed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "v1.yaml").write_text(FIRM, encoding="utf-8")
    with extending() as opened:
        path = opened.workspace.bases / "firm" / "v1.yaml"
        path.unlink()
        path.symlink_to(tmp_path / "v1.yaml")
        outcome = build_policy(load_file(opened.policy, opened.workspace), schema("policy"))
    assert ["P250"] == codes(outcome.diagnostics)


def test_no_month_is_ever_paid_by_a_base_itself() -> None:
    with extending() as opened:
        assert (SHOP,) == opened.workspace.shops()


def test_a_base_may_stand_on_a_base_and_the_nearest_word_counts() -> None:
    """10000 × 3% = 300: the region's word is nearer than the firm's."""
    region = "format: 1\nbase: region\nversion: 1\ntitle: 区\nextends: {base: firm, version: 1}\n"
    with extending(OWN.replace("base: firm", "base: region")) as opened:
        write_base(opened, "region", region + "pay:\n  提成: {amount: 销售额 × 3%}\n")
        assert "300.00" == paid(opened)["提成"]


def test_a_table_in_a_file_of_its_own_lies_beside_the_base() -> None:
    content = "from,等级,岗位工资\n60,合格,1700\n0,不合格,1200\n"
    digest = hashlib.sha256(content.encode()).hexdigest()
    rows = "    rows:\n      - [60, 合格, 1500]\n      - [0, 不合格, 1200]\n"
    firm = FIRM.replace(rows, f"    csv: {{file: 评级.csv, sha256: {digest}}}\n")
    with extending(firm=firm) as opened:
        (opened.workspace.bases / "firm" / "评级.csv").write_text(content, encoding="utf-8")
        assert "1700.00" == paid(opened)["工资"]
        request = PostRequest(month=opened.request(), by="会计")
        assert post(opened.workspace, request, "zh", quiet).is_clean
        (opened.workspace.bases / "firm" / "评级.csv").unlink()
        assert not verify(opened.workspace, VerifyRequest(shop=SHOP), "zh", quiet).diagnostics


# -- digests and what was posted --------------------------------------------------------------


def test_the_bytes_of_the_base_are_part_of_the_digest() -> None:
    with extending() as opened:
        before = policy_of(opened)
        write_base(opened, "firm", FIRM + "# 备注\n")
        after = policy_of(opened)
    assert before.bytes_digest != after.bytes_digest
    assert (before.meaning_digest, before.paying_digest) == (
        after.meaning_digest, after.paying_digest
    )  # fmt: skip


def test_a_policy_in_one_piece_means_the_same_as_one_laid_over_a_base() -> None:
    with extending(DOUBLED) as opened:
        in_two = policy_of(opened)
        printed = check_resolved(opened.workspace, [opened.policy], "zh").report.text
    file = PolicyFile(name="x.yaml", content=printed.encode(), companions={})
    in_one = build_policy(file, schema("policy")).value
    assert in_one is not None
    assert (in_one.meaning_digest, in_one.paying_digest) == (
        in_two.meaning_digest, in_two.paying_digest
    )  # fmt: skip


def test_a_posted_month_is_recomputed_without_any_file_of_the_base() -> None:
    with extending(DOUBLED) as opened:
        opened.save(batch_of(FIGURES))
        request = PostRequest(month=opened.request(), by="会计")
        assert post(opened.workspace, request, "zh", quiet).is_clean
        (opened.workspace.bases / "firm" / "v1.yaml").unlink()
        assert not verify(opened.workspace, VerifyRequest(shop=SHOP), "zh", quiet).diagnostics


def test_a_base_looks_back_at_posted_months_and_a_shop_lays_a_limit_over_its_line() -> None:
    """May pays 10000 × 1% = 100. June: (10000 + 30000) × 1% − 100 = 300; of 1500 at most 1450."""
    looks_back = "累计至今(销售额, 全部) × 1% − 此前累计(提成, 全部)"
    firm = FIRM.replace("销售额 × 1%", f'"{looks_back}"') + "history: {from: 2024-05}\n"
    with extending(OWN + "pay:\n  工资: {at_most: 1450}\n", firm) as opened:
        opened.save(batch_of(FIGURES))
        may = PostRequest(month=opened.request(), by="会计")
        assert post(opened.workspace, may, "zh", quiet).is_clean
        june = {"小美": {"服务得分": "90", "销售额": "30000"}}
        lines = paid(opened, june, Month(2024, 6))
        assert ("1500.00", "-50.00") == (lines["工资"], lines["工资 · 封顶"])
        assert "300.00" == lines["提成"]
        (opened.workspace.bases / "firm" / "v1.yaml").unlink()
        assert not verify(opened.workspace, VerifyRequest(shop=SHOP), "zh", quiet).diagnostics


def test_a_comment_in_a_base_that_has_paid_is_free_and_an_amount_is_not() -> None:
    with extending() as opened:
        opened.save(batch_of(FIGURES))
        request = PostRequest(month=opened.request(), by="会计")
        assert post(opened.workspace, request, "zh", quiet).is_clean
        write_base(opened, "firm", FIRM + "# 备注\n")
        assert check(opened.workspace, (), "zh").is_clean
        write_base(opened, "firm", FIRM.replace("1500", "1600"))
        found = check(opened.workspace, (), "zh").diagnostics
    assert [("L706", "bases/firm/v1.yaml")] == [(d.check.code, d.span.file) for d in found]


def test_the_shops_own_change_is_not_blamed_on_the_base() -> None:
    with extending() as opened:
        opened.save(batch_of(FIGURES))
        request = PostRequest(month=opened.request(), by="会计")
        assert post(opened.workspace, request, "zh", quiet).is_clean
        write_base(opened, "firm", FIRM + "# 备注\n")
        found = found_after(opened, DOUBLED)
    assert ["L704"] == codes(found)  # type: ignore[arg-type]


# -- what people are shown --------------------------------------------------------------------


def test_an_explanation_names_the_file_that_each_value_comes_from() -> None:
    with extending(DOUBLED) as opened:
        opened.save(batch_of(FIGURES))
        request = ExplainRequest(month=opened.request(), agent="小美")
        table = explain(opened.workspace, request, "zh", quiet).report.tables[0]
    item, place = table.columns.index("item"), table.columns.index("place")
    places = {str(row[item]): str(row[place]).rpartition(":")[0] for row in table.rows}
    assert "policies/demo/pay/v1.yaml" == places["提成"]
    assert "bases/firm/v1.yaml" == places["工资"]


def test_a_difference_is_told_of_the_policies_in_one_piece() -> None:
    with extending() as opened:
        second = opened.policy.with_name("v2.yaml")
        second.write_text(DOUBLED.replace("version: 1\n", "version: 2\n"), encoding="utf-8")
        table = diff(opened.workspace, opened.request(), ("v1", "v2"), "zh").report.tables[0]
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    told = [("pay.提成.amount", "销售额 × 2%"), ("version", "2")]
    assert told == [(row["path"], row["after"]) for row in rows]
    # the old value stands in the base, the new one in the shop's own file
    places = [str(rows[0][key]).partition(":")[0] for key in ("place_before", "place")]
    assert ["bases/firm/v1.yaml", "policies/demo/pay/v2.yaml"] == places


def test_the_resolved_print_says_of_each_value_where_it_comes_from_and_what_was_done() -> None:
    own = OWN.replace("version: 1}", "version: 1, without: [kpi.考核.round]}") + (
        "kpi:\n  考核: {round: {places: 1, mode: half_up}}\n"
        "pay:\n  提成: {amount: 销售额 × 2%, note: 本店}\n"
    )
    with extending(own) as opened:
        report = check_resolved(opened.workspace, [opened.policy], "en").report
    rows = {str(row[1]): row[2:] for row in report.tables[0].rows}
    here, base = "policies/demo/pay/v1.yaml", "bases/firm/v1.yaml"
    salary = FIRM.split("\n").index("  工资: {amount: 评级.岗位工资}") + 1
    assert ("评级.岗位工资", "base", f"{base}:{salary}", "") == rows["pay.工资.amount"]
    overridden = ("销售额 × 2%", "overrides", f"{here}:11", f"{base}:{salary + 1}")
    assert overridden == rows["pay.提成.amount"]
    assert ("本店", "new", f"{here}:11", "") == rows["pay.提成.note"]
    rounding = FIRM.split("\n").index("  考核:") + 2
    replaced = ("1", "overrides", f"{here}:9", f"{base}:{rounding}")
    assert replaced == rows["kpi.考核.round.places"]
    assert f"amount: 销售额 × 2%  # {here}:11 overrides {base}:{salary + 1}" in report.text
