"""The script of rules about flags: exact, the same every time, and safe from what policies hold."""

from __future__ import annotations

from engine.backends.flags import choose_rules
from engine.core.period import Month
from engine.plan.flags import plan_flags
from engine.sql.flags import emit_flags
from tests.checks.flag_scenarios import SECTION
from tests.flagging import database, flags_of, order
from tests.pipeline import ROOT, bound_from

QINGHE = (ROOT / "policies" / "qinghe" / "pay" / "v1.yaml").read_bytes()
MARCH = Month(2024, 3)


def test_no_column_is_a_binary_floating_point_number() -> None:
    flags = bound_from(QINGHE).flags
    assert flags is not None
    connection = database([order("1")])
    list(choose_rules(connection, plan_flags(flags, "demo", MARCH), {}))
    for relation in ("flag_facts", "flag_choice"):
        kinds = {row[1] for row in connection.execute(f"DESCRIBE {relation}").fetchall()}
        assert not kinds & {"DOUBLE", "FLOAT"}


def test_the_same_rules_give_the_same_bytes() -> None:
    one, other = (emit_flags(plan_flags(flags_of(SECTION), "demo", MARCH)).text for _ in range(2))
    assert one == other


def test_words_of_a_policy_are_texts_and_nothing_else() -> None:
    """A quote or a semicolon in a status is looked for as it stands."""
    evil = "x'); DROP TABLE orders; --"
    section = SECTION.replace('{优惠金额: ">20"}', f'{{订单状态: "{evil}"}}')
    connection = database([order("1", status=evil), order("2", status="x")])
    chosen = choose_rules(connection, plan_flags(flags_of(section), "demo", MARCH), {})
    assert [0, 1] == [one.rule for one in chosen]
    assert (2,) == connection.execute("SELECT COUNT(*) FROM orders").fetchone()
