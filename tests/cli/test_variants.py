"""What-if over the starter workspace: figures of `test_month`, worked out by hand."""

from __future__ import annotations

from tests.cli.command import Command, contents

MONTH = ("--shop", "myshop", "--month", "2024-05")
RATE = "tables.提成表.rows[20000].rate"
EDGE = "tables.评级.rows[85].from"
SERVICE, CONVERSION = "考核.服务.weight", "考核.转化.weight"


def table(rows: object, *columns: str) -> list[tuple[object, ...]]:
    assert isinstance(rows, list)
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_rate_is_swept(tianping: Command) -> None:
    """0.25 % more of the first 20000: 50.00 for two, of 12450.80 = 31.127 for the third.

    12450.80 × 1.25 % = 155.635 → 155.64, 31.13 more; × 0.75 % = 93.381 → 93.38, 31.13 less.
    """
    done = tianping("sweep", "v1", "--vary", f"{RATE}=0.75%..1.25%:0.25%", *MONTH,
                    "--agents", "--format", "json")  # fmt: skip
    assert done.code == 0
    expected = [
        ("0.75%", "6609.79", "-131.13", 0, 3, "1693.38", "2000.00", "2916.41"),
        ("1%", "6740.92", "0.00", 0, 0, "1724.51", "2050.00", "2966.41"),
        ("1.25%", "6872.05", "131.13", 3, 0, "1755.64", "2100.00", "3016.41"),
    ]
    columns = ("varied_value", "cost", "difference", "gaining", "losing", "least_pay",
               "median_pay", "greatest_pay")  # fmt: skip
    assert expected == table(done.json["variants"], *columns)
    agents = table(done.json["variant_agents"], "varied_value", "total", "difference")
    assert ("1.25%", "1755.64", "31.13") in agents
    assert 9 == len(agents)
    assert (0, 3) == (done.json["refused_count"], done.json["checked_count"])


def test_a_sweep_stores_nothing(tianping: Command) -> None:
    before = contents(tianping.folder)
    assert tianping("sweep", "v1", "--vary", f"{RATE}=1%,2%", *MONTH).code == 0
    assert before == contents(tianping.folder)


def test_a_weight_is_balanced_by_another(tianping: Command) -> None:
    """小溪 with 80/0: 81 × 80% + 64 × 20% = 77.6, 良好 as before; with 0/80: 63 + 12.8 = 75.8.

    阿文 with 80/0: 70.8 + 18 = 88.8, 优秀; with 0/80: 72 + 18 = 90.
    """
    words = ("sweep", "v1", "--vary", f"{SERVICE}=0..80:80", *MONTH, "--format", "json")
    done = tianping(*words, "--balance", CONVERSION)
    assert [("0", "80"), ("80", "0")] == table(
        done.json["variants"], "varied_value", "balance_value"
    )
    alone = tianping(*words)
    assert [("0", "P212"), ("80", "P212")] == table(
        alone.json["variant_refusals"], "varied_value", "finding"
    ) or {"0", "80"} == {row["varied_value"] for row in alone.json["variant_refusals"]}
    assert [] == alone.json["variants"]


def test_an_edge_that_meets_or_passes_its_neighbour_is_listed_with_the_finding(
    tianping: Command,
) -> None:
    """阿文 has 89.4: 优秀 up to an edge of 89, 良好 from 90 on, which is 100 less."""
    done = tianping("sweep", "v1", "--vary", f"{EDGE}=70..95:5", *MONTH, "--format", "json")
    assert [("80", "6740.92"), ("85", "6740.92"), ("90", "6640.92")] == table(
        done.json["variants"], "varied_value", "cost"
    )
    assert [("70", "W979"), ("75", "P208"), ("95", "P208")] == table(
        done.json["variant_refusals"], "varied_value", "finding"
    )
    shares = table(
        done.json["variant_shares"], "varied_value", "grade_word", "agent_count", "share_percent"
    )
    assert ("90", "优秀", 0, "0.00") in shares
    assert ("80", "优秀", 1, "33.33") in shares


def test_the_rate_for_a_budget_is_found(tianping: Command) -> None:
    """At 1.1 %: 20.00 + 20.00 + (136.9588 → 136.96 − 124.51 = 12.45) = 52.45 more, 6793.37.

    At 1.15 %: 30.00 + 30.00 + (143.1842 → 143.18 − 124.51 = 18.67) = 78.67 more, 6819.59.
    """
    done = tianping("seek", "v1", "--vary", f"{RATE}=0.5%..1.5%:0.05%", "--cost", "6800", *MONTH,
                    "--format", "json", "--lang", "en")  # fmt: skip
    assert done.code == 0
    assert [("1.1%", "6793.37"), ("1.15%", "6819.59")] == table(
        done.json["found_variants"], "varied_value", "cost"
    )


def test_a_budget_that_no_value_keeps_is_said(tianping: Command) -> None:
    done = tianping("seek", "v1", "--vary", f"{RATE}=0.5%..1%:0.5%", "--cost", "6000", *MONTH,
                    "--format", "json")  # fmt: skip
    assert (1, ["W976"]) == (done.code, done.codes)
    assert "0.5%" in done.json["diagnostics"][0]["message"]
    assert [("0.5%", "6478.66")] == table(done.json["found_variants"], "varied_value", "cost")


def test_the_edge_for_a_share_is_found_with_all_ties(tianping: Command) -> None:
    """Of three one has 89.4: a third reaches 优秀 up to an edge of 89, nobody from 90 on."""
    done = tianping("seek", "v1", "--vary", f"{EDGE}=87..92:1", "--share", "评级.等级=优秀:20%",
                    *MONTH, "--format", "json")  # fmt: skip
    found = table(done.json["found_variants"], "varied_value")
    assert [("90",), ("91",), ("92",), ("87",), ("88",), ("89",)] == found


def test_pairs_that_keep_the_cost(tianping: Command) -> None:
    """10 less for each 良好 and 10 more for each 优秀: one agent has each."""
    done = tianping("seek", "v1", "--vary", "评级.rows[85].岗位工资=1690..1710:10",
                    "--vary", "评级.rows[75].岗位工资=1590..1610:10", "--keep-cost", *MONTH,
                    "--format", "json")  # fmt: skip
    assert done.code == 0
    assert [("1700", "1600"), ("1690", "1610"), ("1710", "1590")] == table(
        done.json["found_variants"], "varied_value", "second_value"
    )


def test_an_unknown_path_names_the_nearest(tianping: Command) -> None:
    done = tianping("sweep", "v1", "--vary", "tables.提成表.rows[20000].rat=1%,2%", *MONTH,
                    "--format", "json")  # fmt: skip
    assert (1, ["W970"]) == (done.code, done.codes)
    assert RATE in done.json["diagnostics"][0]["hint"]


def test_several_months_are_one_sum(tianping: Command) -> None:
    done = tianping("sweep", "v1", "--vary", f"{RATE}=1%,1.25%", "--shop", "myshop", "--months",
                    "2024-05..2024-05", "--format", "json")  # fmt: skip
    assert [("1%", "6740.92"), ("1.25%", "6872.05")] == table(
        done.json["variants"], "varied_value", "cost"
    )
