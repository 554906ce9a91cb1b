"""A deep check of small policies whose falls, limits and costs were worked out by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from engine.audit.deep.ambiguity import points_of
from engine.audit.deep.from_bound import look
from engine.audit.deep.model import Budget, RoleView
from engine.cli.main import main
from tests.pipeline import ROOT, bound_from, catalog, codes, deep_findings, shown

HEAD = """
format: 1
policy: pay
shop: demo
version: 1
title: <b>one</b> & only
effective: {from: 2024-01}
currency: CNY
sources: {tests: "1"}
round: {lines: {places: 2, mode: half_up}}
"""
SOLD = "  sold: {unit: count, places: 0, min: 0, max: 500, better: higher}\n"
ONE_LINE = "roles:\n  agent: {pay: [price]}\n"


def policy(*sections: str) -> bytes:
    return "".join((HEAD, *sections)).encode()


def role_of(content: bytes, heads: int = 0) -> RoleView:
    bound = bound_from(content)
    return look(bound, catalog(), {"agent": heads} if heads else {}).roles[0]


def falls(content: bytes) -> list[tuple[str, str, str, str, str]]:
    return [
        (f.kind, str(f.at), str(f.beyond), f"{f.high.total:.2f}", f"{f.low.total:.2f}")
        for f in role_of(content).falls
    ]


def volume(rows: str, places: int = 0, lookup: str = "sold", most: int = 500) -> bytes:
    sold = f"  sold: {{unit: count, places: {places}, min: 0, max: {most}, better: higher}}\n"
    return policy(
        "measures:\n",
        sold,
        ONE_LINE,
        "tables:\n  tiers:\n",
        f"    lookup: {lookup}\n    apply_to: {lookup}\n    method: whole\n    unit: money\n",
        rows,
        "pay:\n  price: {amount: tiers.amount}\n",
    )


# Published tables whose price falls as the quantity grows; what falls was found by reading them.


def test_a_volume_price_falls_at_ten_and_at_fifteen() -> None:
    """OpenMeter, tieredvolume_test.go: 150 flat to 10, then 10 each to 15, then 5 each."""
    rows = """    edge: to_inclusive
    columns: [to, fixed, rate]
    rows: [[5, 100, 0], [10, 150, 0], [15, 0, 10], [∞, 0, 5]]
"""
    # just above 10 pays 10.01 × 10 = 100.10; just above 15 pays 15.01 × 5 = 75.05
    assert falls(volume(rows, places=2)) == [
        ("cliff", "10.00", "10.01", "150.00", "100.10"),
        ("cliff", "15.00", "15.01", "150.00", "75.05"),
    ]


GRADUATED = """    edge: both_inclusive
    columns: [from, to, fixed, rate]
    rows: [[0, 100, 10, 2], [101, 200, 0, 1], [201, ∞, 50, 0.5]]
"""


def test_a_volume_charge_falls_at_a_hundred_and_at_two_hundred() -> None:
    """Lago, volume_service_spec.rb: 10 + 2 each to 100, 1 each to 200, 50 + 0.5 each beyond."""
    # 10 + 100 × 2 = 210, 101 × 1 = 101; 200 × 1 = 200, 50 + 201 × 0.5 = 150.5
    assert falls(volume(GRADUATED)) == [
        ("cliff", "100", "101", "210.00", "101.00"),
        ("cliff", "200", "201", "200.00", "150.50"),
    ]


def test_the_same_bands_leave_holes_where_the_quantity_has_decimals() -> None:
    found = deep_findings(volume(GRADUATED, places=1))
    assert codes(found) == ["B315", "B315"], shown(found)
    between = [(d.values["low"], d.values["high"]) for d in found]
    assert between == [("100", "101"), ("200", "201")]
    contiguous = GRADUATED.replace("both_inclusive", "to_inclusive").replace("[from, to,", "[to,")
    for start in ("[0, ", "[101, ", "[201, "):
        contiguous = contiguous.replace(start, "[")
    # just above 100: 100.1 × 1 = 100.10; just above 200: 50 + 200.1 × 0.5 = 150.05
    assert falls(volume(contiguous, places=1)) == [
        ("cliff", "100.0", "100.1", "210.00", "100.10"),
        ("cliff", "200.0", "200.1", "200.00", "150.05"),
    ]


BLOCKS = """    edge: to_inclusive
    columns: [to, rate]
    rows: [[100, 1], [∞, 0.5]]
"""


def test_a_price_by_blocks_falls_where_the_next_block_begins() -> None:
    """Kill Bill, top tier of blocks of 1000: 100 blocks at 1, the 101st brings all to 0.5."""
    # 100000 units are 100 blocks, 100 × 1 = 100; 100001 begin the 101st, 101 × 0.5 = 50.50
    content = volume(BLOCKS, lookup="ceil(sold ÷ 1000)", most=1000000)
    assert falls(content) == [("cliff", "100000", "100001", "100.00", "50.50")]


@pytest.mark.parametrize("mended", ["rows: [[100, 1], [∞, 1]]", "rows: [[100, 0.5], [∞, 1]]"])
def test_the_mended_price_gives_no_alarm(mended: str) -> None:
    content = volume(
        BLOCKS.replace("rows: [[100, 1], [∞, 0.5]]", mended), lookup="ceil(sold ÷ 1000)"
    )
    assert not deep_findings(content)


# The whole pay, not one table of it.

TWO_LINES = """roles:
  agent: {{pay: [base, prize]}}
pay:
  base: {{amount: "if(sold >= 10, 900, 1000)"}}
  prize: {{amount: "if(sold >= 10, {prize}, 0)"}}
"""


def test_a_fall_of_the_whole_pay_shows_both_payslips() -> None:
    content = policy("measures:\n", SOLD, TWO_LINES.format(prize=60))
    (fall,) = role_of(content).falls
    # at 9: 1000 + 0; at 10: 900 + 60 = 960
    assert (fall.at, fall.beyond) == (9, 10)
    assert fall.high.lines == (("base", Decimal("1000.00")), ("prize", Decimal("0.00")))
    assert fall.low.lines == (("base", Decimal("900.00")), ("prize", Decimal("60.00")))
    assert fall.drop == 40
    assert fall.is_exact
    assert fall.falling == ("base",)


def test_a_cliff_of_one_line_that_another_makes_good_is_none_of_the_whole_pay() -> None:
    assert not falls(policy("measures:\n", SOLD, TWO_LINES.format(prize=100)))


def test_a_measure_that_is_paid_less_all_along_is_one_finding() -> None:
    line = "pay:\n  price: {amount: 1000 − 2 × sold}\n"
    content = policy("measures:\n", SOLD, ONE_LINE, line)
    # 1000 − 2 × 0 = 1000 down to 1000 − 2 × 500 = 0
    assert falls(content) == [("falls", "0", "500", "1000.00", "0.00")]
    (found,) = [d for d in deep_findings(content) if d.check.code != "A603"]
    assert found.check.code == "A612"


def test_better_work_pays_nothing_more_from_a_cap_on() -> None:
    line = 'pay:\n  price: {amount: "min(10 × sold, 3000)"}\n'
    (flat,) = role_of(policy("measures:\n", SOLD, ONE_LINE, line)).flats
    # 10 × 300 = 3000
    assert (flat.measure, flat.start, flat.end) == ("sold", 300, 500)


def accepted(entry: str) -> bytes:
    roles = f"roles:\n  agent:\n    pay: [price]\n    accept: [{entry}]\n"
    return policy("measures:\n", SOLD, roles, "pay:\n  price: {amount: 100 − 1 × sold}\n")


FALLS = "{finding: falls, of: sold, reason: meant}"
BELOW_ZERO = "{finding: negative, of: price, reason: meant}"


def deep_codes(content: bytes) -> list[str]:
    return [code for code in codes(deep_findings(content)) if code != "A603"]


def test_what_is_acknowledged_at_the_role_is_no_finding() -> None:
    assert deep_codes(accepted(f"{FALLS}, {BELOW_ZERO}")) == []
    assert deep_codes(accepted(FALLS)) == ["A615"]


def test_what_a_line_acknowledges_holds_for_the_whole_pay() -> None:
    """A fall of the whole pay that an ordinary check has named already is not named twice."""
    lines = TWO_LINES.format(prize=60)
    assert codes(deep_findings(policy("measures:\n", SOLD, lines))) == ["A603"]
    accept = ", accept: [{finding: cliff, at: 10, reason: meant}]}"
    content = policy("measures:\n", SOLD, lines.replace('1000)"}', f'1000)"{accept}'))
    assert not deep_findings(content)
    assert [fall.high.total for fall in role_of(content).falls] == [1000]


def test_an_acknowledgement_of_nothing_is_an_error() -> None:
    unused = "{finding: no_effect, of: sold, reason: meant}"
    assert deep_codes(accepted(f"{FALLS}, {BELOW_ZERO}, {unused}")) == ["A604"]


# What it costs.

SCORED = """roles:
  agent: {{kpi: card, pay: [salary, share_of_sales]}}
kpi:
  card:
    round: {{places: 2, mode: half_up}}
    items:
      service: {{weight: 100, measure: service_points, points: {points}}}
tables:
  grade:
    lookup: kpi_score
    method: whole
    edge: from_inclusive
    columns: [from, salary]
    units: {{salary: money}}
    rows: [[60, {salary}], [0, 1200]]
measures:
  sales: {{max: 100000}}
pay:
  salary: {{amount: grade.salary}}
  share_of_sales: {{amount: sales × 1%}}
"""


def ends(budget: Budget | None) -> tuple[Decimal, Decimal, bool]:
    assert budget is not None
    return budget.least.amount, budget.most.amount, budget.least.is_exact and budget.most.is_exact


def test_the_least_and_the_most_that_an_agent_costs() -> None:
    content = policy(SCORED.format(points="as_is", salary=1500))
    # 1200 + 0; 1500 + 100000 × 1% = 2500
    assert ends(role_of(content).budget) == (1200, 2500, True)
    shop = look(bound_from(content), catalog(), {"agent": 3}).shop
    assert shop is not None and shop.agents == 3
    assert ends(shop) == (3600, 7500, True)


def test_a_peak_between_the_bounds_is_found_and_known_to_be_the_most() -> None:
    line = "pay:\n  price: {amount: 1000 − 10 × abs(sold − 123)}\n"
    # 1000 at 123; 1000 − 10 × (500 − 123) = −2770 at 500
    budget = role_of(policy("measures:\n", SOLD, ONE_LINE, line)).budget
    assert ends(budget) == (-2770, 1000, True)
    assert budget is not None
    assert dict(budget.most.figures) == {("agent", "sold"): 123}


def test_a_shared_pool_costs_the_same_for_any_headcount() -> None:
    line = "pay:\n  price: {amount: sold × 12 ÷ headcount()}\n"
    content = policy("measures:\n", SOLD.replace("count,", "count, grain: shop_month,", 1),
                     ONE_LINE, line)  # fmt: skip
    # one of four: 500 × 12 ÷ 4 = 1500; all four: 6000
    view = look(bound_from(content), catalog(), {"agent": 4})
    assert ends(view.roles[0].budget) == (0, 1500, True)
    assert ends(view.shop) == (0, 6000, True)


def test_where_colleagues_compete_the_cost_is_only_searched() -> None:
    line = 'pay:\n  price: {amount: "if(rank(sold, shared) = 1, 300, 100)"}\n'
    content = policy("measures:\n", SOLD, ONE_LINE, line)
    shop = look(bound_from(content), catalog(), {"agent": 3}).shop
    assert shop is not None
    # all equal: all are first, 3 × 300 = 900, and no line pays more than 300
    assert (shop.most.amount, shop.most.is_exact) == (900, True)
    # one first and two behind would be 500; equal agents cannot show it, so it is not claimed
    assert not shop.least.is_exact
    assert shop.least.bound == 300


# Weak points.


def test_a_score_that_changes_no_grade_has_no_effect() -> None:
    content = policy(SCORED.format(points="as_is", salary=1200))
    (weak,) = role_of(content).weak
    assert (weak.kind, weak.of, weak.is_exact) == ("no_effect", "服务得分", True)
    assert not role_of(policy(SCORED.format(points="as_is", salary=1500))).weak


def test_a_target_beyond_the_bounds_is_out_of_reach() -> None:
    content = policy(SCORED.format(points="{target: 125}", salary=1500))
    (weak,) = role_of(content).weak
    # 100 ÷ 125 × 100 = 80
    assert (weak.kind, weak.amount, weak.is_exact) == ("out_of_reach", 80, True)
    assert not role_of(policy(SCORED.format(points="{target: 100}", salary=1500))).weak


def test_a_line_below_zero_names_figures_that_do_it() -> None:
    line = "pay:\n  price: {amount: 100 − 1 × sold}\n"
    (weak,) = role_of(policy("measures:\n", SOLD, ONE_LINE, line)).weak
    assert (weak.kind, weak.of, weak.amount) == ("negative", "price", -400)
    assert dict(weak.figures) == {("agent", "sold"): 500}


# The list of what texts leave open.


def test_each_point_is_decided_open_or_does_not_arise() -> None:
    bound = bound_from(policy(SCORED.format(points="as_is", salary=1500)))
    status = {p.number: p.status for p in points_of(bound)}
    assert len(status) == 19
    assert [n for n, s in status.items() if s == "open"] == [13]
    assert [n for n, s in status.items() if s == "not_applicable"] == [
        1, 5, 7, 9, 10, 11, 12, 14, 18, 19,
    ]  # fmt: skip
    named = {p.name: p.where for p in points_of(bound)}
    assert named["edge_side"] == ("tables.grade.edge: from_inclusive",)
    assert named["sales_base"] == ("measures.sales",)


def test_money_that_nobody_defined_is_an_open_point() -> None:
    own = "  bounty: {unit: money, places: 2, min: 0, max: 100, better: higher%s}\n"
    line = "pay:\n  price: {amount: bounty}\n"
    for note, status in (("", "open"), (", note: paid orders", "decided")):
        bound = bound_from(policy("measures:\n", own % note, ONE_LINE, line))
        assert points_of(bound)[7].status == status


# What is shown.


def shown_by(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pay.yaml"
    path.write_bytes(policy("measures:\n", SOLD, TWO_LINES.format(prize=60)))
    return path


def test_json_has_falls_lines_budgets_and_points(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", "--deep", str(file), "--format", "json", "--headcount", "agent=2"]
    code, out = shown_by(arguments, capsys)
    said = json.loads(out)
    assert code == 1
    assert (said["policies"][0]["errors"], said["policies"][0]["warnings"]) == (0, 1)
    assert said["falls"][0]["finding"] == "cliff"
    assert (said["falls"][0]["at"], said["falls"][0]["beyond"]) == ("9", "10")
    assert [(line["line"], line["difference"]) for line in said["fall_lines"]] == [
        ("base", "-100.00"), ("prize", "60.00"),
    ]  # fmt: skip
    assert [(b["role"], b["headcount"], b["end"], b["amount"]) for b in said["budgets"]] == [
        ("agent", 1, "least", "960.00"), ("agent", 1, "most", "1000.00"),
        ("", 2, "least", "1920.00"), ("", 2, "most", "2000.00"),
    ]  # fmt: skip
    assert len(said["ambiguities"]) == 19


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_escaped_and_loads_nothing(
    file: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = file.with_name("report.html")
    shown_by(["check", "--html", str(page), str(file), "--lang", language], capsys)
    text = page.read_text("utf-8")
    assert "&lt;b&gt;one&lt;/b&gt; &amp; only" in text
    assert "<b>" not in text
    assert "<script" not in text and "http" not in text
    assert {"zh": "越好反而越少", "en": "Better work that pays less"}[language] in text


def test_a_headcount_of_an_unknown_role_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(file), "--headcount", "agnt=2"]) == 1
    assert "agent" in capsys.readouterr().err
    assert main(["check", str(file), "--headcount", "agent=many"]) == 2


def test_a_shipped_policy_has_no_fall_that_is_not_acknowledged() -> None:
    path = ROOT / "policies" / "lanting" / "pay" / "v2.yaml"
    found = deep_findings(path.read_bytes())
    assert not found, shown(found)
