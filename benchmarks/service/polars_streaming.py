"""The measures of all default settings in polars, whole: what a careful person gets without SQL."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import polars as pl

from benchmarks.service import polars_chats as chats
from benchmarks.service import polars_orders as orders
from benchmarks.service.columns import COUNTS, MEASURES, MONEY, RULES
from benchmarks.service.polars_chats import col, done, month_of

Made = TypeVar("Made")


def run(folder: Path, result: Path, show: Callable[[str, float], None]) -> None:
    """From the raw tables to the measures; the seconds of every stage are shown."""

    def stage(name: str, work: Callable[[], Made]) -> Made:
        started = time.perf_counter()
        made = work()
        show(name, time.perf_counter() - started)
        return made

    keys = stage("keys", lambda: chats.keys_of(folder))
    lines = stage("lines", lambda: chats.lines_of(folder, keys))
    marks = stage("turns", lambda: chats.marks_of(lines))
    conversations = stage("conversations", lambda: chats.conversations_of(marks))
    slow = stage("slow rounds", lambda: chats.slow_rounds_of(marks, conversations))
    spans = stage("spans", lambda: chats.spans_of(conversations))
    services = stage("services", lambda: chats.services_of(spans, lines))
    openings = stage("openings", lambda: chats.openings_of(services))
    takings = stage("takings", lambda: chats.takings_of(openings))
    handovers = stage("handovers", lambda: chats.handovers_of(openings, services))
    as_of = stage("as of", lambda: orders.as_of_of(folder))
    bought = stage("orders", lambda: orders.bought_of(folder, keys))
    late = stage(
        "late answers", lambda: chats.late_answers_of(conversations, services, lines, as_of)
    )
    units = stage("kinds", lambda: orders.units_of(conversations, bought))
    credited = stage("credit", lambda: orders.credited_of(bought, takings))
    urged = stage("urged", lambda: orders.urged_of(credited, spans, lines))
    followed = stage("silent", lambda: orders.followed_of(credited, spans))
    refunded = stage("refunds", lambda: orders.refunded_of(folder, credited))
    parts = [
        people(units), responses(conversations), written(lines), slow_days(slow),
        counted(handovers, handover_due=pl.len(), handover_done=col("done").sum()),
        counted(late, late_answers=pl.len()), placed(credited), silent_paid(credited),
        *(orders.sales_of(credited, rule, agent) for rule, agent in OWNERS.items()),
        counted(followed, silent_followed=pl.len()),
        counted(urged, urged=pl.len(), urged_sales=col("cents").sum()),
        counted(refunded, refund_orders=pl.len(), refund_amount=col("cents").sum()),
    ]  # fmt: skip
    table = stage("measures", lambda: measures(parts, keys))
    table.write_parquet(result)


OWNERS = {
    "order": col("order_agent"), "payment": col("payment_agent"),
    "first": pl.coalesce("order_agent", "payment_agent"),
}  # fmt: skip


def counted(frame: pl.DataFrame, **sums: pl.Expr) -> pl.LazyFrame:
    return frame.lazy().group_by("agent", "month").agg(**sums)


def people(units: pl.DataFrame) -> pl.LazyFrame:
    flags = ("received", "inquiries", "after_sale", "inquiry_ordered", "inquiry_paid", "replied")
    return counted(
        units, consults=pl.len(), filtered=(~col("received")).sum(),
        conversations=col("chats").filter(col("thread") > 0).sum(),
        **{flag: col(flag).sum() for flag in flags},
    )  # fmt: skip


def responses(conversations: pl.DataFrame) -> pl.LazyFrame:
    return counted(
        conversations.filter(col("thread") > 0), first_n=col("first_seconds").count(),
        first_sum=col("first_seconds").sum().cast(pl.Int64), resp_n=col("replies").sum(),
        resp_sum=col("seconds").sum(),
    )  # fmt: skip


def written(lines: pl.DataFrame) -> pl.LazyFrame:
    human = ~col("asks")
    days = (
        lines.lazy().filter(col("thread") > 0).group_by("agent", day=col("second") // chats.DAY)
        .agg(agent_lines=human.sum(), agent_chars=col("chars").filter(human).sum(),
             buyer_lines=col("asks").sum())
    )  # fmt: skip
    return (
        days.with_columns(month=month_of(col("day") * chats.DAY))
        .group_by("agent", "month")
        .agg(col("agent_lines", "agent_chars", "buyer_lines").cast(pl.Int64).sum())
    )


def slow_days(slow: pl.DataFrame) -> pl.LazyFrame:
    days = slow.lazy().group_by("thread", "agent", day=col("asked") // chats.DAY).agg(n=pl.len())
    return (
        days.with_columns(month=month_of(col("day") * chats.DAY))
        .group_by("agent", "month")
        .agg(slow=(col("n") >= 3).sum(), slow_intervals=col("n").sum())
    )


def placed(credited: pl.DataFrame) -> pl.LazyFrame:
    held = credited.filter(col("order_agent").is_not_null())
    return counted(
        held.with_columns(agent="order_agent", month=month_of(col("created"))),
        placed=pl.len(), placed_lost=col("closed").sum(),
    )  # fmt: skip


def silent_paid(credited: pl.DataFrame) -> pl.LazyFrame:
    earned = col("order_agent").is_null() & col("payment_agent").is_not_null()
    return counted(
        credited.filter(earned).with_columns(agent="payment_agent", month=month_of(col("paid"))),
        silent_paid=pl.len(), silent_paid_sales=col("cents").sum(),
    )  # fmt: skip


def ratio(part: str, whole: str, unit: int) -> pl.Expr:
    """Half-up, as a whole number of 1 / unit."""
    divisor = pl.when(col(whole) > 0).then(2 * col(whole))
    return (2 * col(part) * unit + col(whole)) // divisor


def measures(parts: list[pl.LazyFrame], keys: chats.Keys) -> pl.DataFrame:
    wide = [part.with_columns(pl.all().exclude("agent", "month").cast(pl.Int64)) for part in parts]
    summed = (
        pl.concat(wide, how="diagonal").group_by("agent", "month").agg(col(*COUNTS).sum())
    )  # fmt: skip
    rates = {
        "conv_order": ("inquiry_ordered", "inquiries"), "conv_paid": ("inquiry_paid", "inquiries"),
        "reply_rate": ("replied", "received"),
        "refund_rate_orders": ("refund_orders", "orders_payment"),
        "refund_rate_amount": ("refund_amount", "sales_payment"),
    }  # fmt: skip
    means = {"first_avg": ("first_sum", "first_n"), "resp_avg": ("resp_sum", "resp_n")}
    shares = {name: fixed(ratio(*of, 10000), 4) for name, of in rates.items()}
    shares |= {name: fixed(ratio(*of, 100), 2) for name, of in means.items()}
    shares |= {f"aov_{r}": fixed(ratio(f"sales_{r}", f"buyers_{r}", 1), 2) for r in RULES}
    year, month = col("month") // 12, col("month") % 12 + 1
    return done(
        summed.with_columns(**shares, unanswered=col("received") - col("replied"))
        .with_columns(fixed(col(name), 2) for name in MONEY)
        .join(keys.agents.lazy().rename({"agent": "name", "number": "agent"}), on="agent")
        .with_columns(
            agent="name", month=pl.format("{}-{}", year, month.cast(pl.String).str.zfill(2))
        )
        .select("agent", "month", *MEASURES)
        .sort("agent", "month")
    )  # fmt: skip


def fixed(units: pl.Expr, places: int) -> pl.Expr:
    whole = units.cast(pl.Decimal(38, places))
    return (whole * Decimal(1).scaleb(-places)).cast(pl.Decimal(18, places))
