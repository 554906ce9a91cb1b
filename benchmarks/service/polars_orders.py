"""The orders in polars, and the measures per agent and month: the same tables as `sql_orders`."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.service.polars_chats import Keys, col, done, month_of, packed, second_of

THREE_WEEKS = 21 * 86400


def as_of_of(folder: Path) -> int:
    times = {
        "messages": ["time"], "refunds": ["applied", "finished"],
        "orders": ["created", "paid", "shipped", "received", "logistics"],
    }  # fmt: skip
    latest = [
        done(pl.scan_parquet(folder / f"{name}.parquet").select(
            pl.max_horizontal(col(names).max()).dt.epoch("s"))).item()
        for name, names in times.items()
    ]  # fmt: skip
    return int(max(moment for moment in latest if moment is not None))


def bought_of(folder: Path, keys: Keys) -> pl.DataFrame:
    return done(
        pl.scan_parquet(folder / "orders.parquet")
        .join(keys.shops.lazy(), on="shop")
        .select(
            thread=keys.thread(), id=col("id").cast(pl.Int64),
            created=second_of("created"), paid=second_of("paid"),
            cents=(col("amount") * 100).cast(pl.Int64), items=col("items"),
            closed=col("status") == "交易关闭",
        )
        .filter(col("thread") > 0)
    )  # fmt: skip


def units_of(conversations: pl.DataFrame, bought: pl.DataFrame) -> pl.DataFrame:
    """Per buyer, agent and month: conversations, and what was met at least once."""
    purchasers = bought.lazy().group_by("thread").agg(created=col("created").max())
    last_paid = bought.lazy().filter(col("paid").is_not_null()).group_by("thread").agg(
        paid=col("paid").max()
    )  # fmt: skip
    chats = (
        conversations.lazy()
        .filter(col("consult"))
        .select("thread", "agent", "month", "start", "answered", "filtered")
        .join(purchasers, on="thread", how="left", maintain_order="left")
        .join(last_paid, on="thread", how="left", maintain_order="left")
        .with_columns(
            orders_later=(col("created") > col("start")).fill_null(False),
            pays_later=(col("paid") > col("start")).fill_null(False),
            recent=(col("start") - col("paid") <= THREE_WEEKS).fill_null(False),
        )
    )
    chats = done(chats.with_row_index("chat")).lazy()
    undecided = chats.filter(~col("orders_later") & col("pays_later"))
    payments = bought.lazy().filter(col("paid").is_not_null()).select(
        other="thread", before="paid", key=packed("thread", "paid")
    ).sort("key")  # fmt: skip
    between = (
        undecided.with_columns(key=packed("thread", "start")).sort("key")
        .join_asof(payments, on="key", strategy="backward")
        .filter((col("other") == col("thread"))
                & (col("start") - col("before") <= THREE_WEEKS))
        .select("chat", between=pl.lit(True))
    )  # fmt: skip
    counts = ~col("filtered") & (col("thread") > 0)
    after = ~col("orders_later") & pl.when(col("pays_later")).then(
        col("between").fill_null(False)
    ).otherwise(col("recent"))
    return done(
        chats.join(between, on="chat", how="left")
        .with_columns(counts=counts, after=counts & after, asks=counts & ~after)
        .group_by("thread", "agent", "month")
        .agg(
            chats=pl.len(), received=col("counts").any(), after_sale=col("after").any(),
            inquiries=col("asks").any(),
            replied=(col("counts") & col("answered")).any(),
            inquiry_ordered=(col("asks") & col("orders_later")).any(),
            inquiry_paid=(col("asks") & col("pays_later")).any(),
        )
    )  # fmt: skip


def credited_of(bought: pl.DataFrame, takings: pl.DataFrame) -> pl.DataFrame:
    holders = takings.lazy().select("key", other="thread", holder="agent", since="second")
    same = col("other") == col("thread")
    placed = (
        bought.lazy().with_columns(key=packed("thread", "created")).sort("key")
        .join_asof(holders, on="key", strategy="backward", allow_exact_matches=False)
        .with_columns(order_agent=pl.when(same).then(col("holder")))
        .drop("key", "other", "holder", "since")
    )  # fmt: skip
    placed = done(placed).lazy()
    far = col("order_agent").is_not_null() | (col("since") - col("created") >= 1800)
    paid = (
        placed.filter(col("paid").is_not_null())
        .with_columns(key=packed("thread", "paid")).sort("key")
        .join_asof(holders, on="key", strategy="backward", allow_exact_matches=False)
        .with_columns(payment_agent=pl.when(same & far).then(col("holder")))
        .drop("key", "other", "holder", "since")
    )  # fmt: skip
    unpaid = placed.filter(col("paid").is_null()).with_columns(
        payment_agent=pl.lit(None, dtype=pl.Int16)
    )
    return done(pl.concat([paid, unpaid]))


def last_before(payments: pl.LazyFrame, spoken: pl.LazyFrame) -> pl.LazyFrame:
    """What the payment's agent said last before it."""
    return payments.join_asof(
        spoken, left_on="paid", right_on="second", by=["thread", "agent"], strategy="backward",
        allow_exact_matches=False, check_sortedness=False,
    )  # fmt: skip


def urged_of(credited: pl.DataFrame, spans: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    payments = credited.lazy().filter(col("payment_agent").is_not_null()).select(
        "thread", "created", "paid", "cents", agent="payment_agent"
    ).sort("paid")  # fmt: skip
    begun = spans.lazy().select("thread", "agent", "second", "until")
    chased = done(
        last_before(payments, begun)
        .filter(col("second").is_not_null())
        .with_columns(over=col("until") < col("paid"))
        .with_columns(sure=pl.when("over").then(col("until")).otherwise(col("second"))
                      >= col("created"))
    ).lazy()  # fmt: skip
    open_ones = chased.filter(~col("sure") & ~col("over")).drop("second", "until")
    spoken = (
        lines.lazy().filter(~col("asks"))
        .join(open_ones.select("thread").unique(), on="thread", how="semi",
              maintain_order="left")
        .select("thread", "agent", "second")
    )  # fmt: skip
    inside = last_before(open_ones, spoken).filter(col("second") >= col("created"))
    shown = ("agent", "paid", "cents")
    both = pl.concat([chased.filter(col("sure")).select(shown), inside.select(shown)])
    return done(both.select("agent", "cents", month=month_of(col("paid"))))


def followed_of(credited: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    silent = credited.lazy().filter(col("order_agent").is_null()).select(
        "thread", "created", finish=pl.coalesce("paid", col("created") + 3 * 86400)
    )  # fmt: skip
    first = (
        spans.lazy().join(silent.select("thread").unique(), on="thread", how="semi")
        .group_by("thread", "agent").agg(col("second").min())
    )  # fmt: skip
    return done(
        silent.join(first, on="thread")
        .filter((col("second") >= col("created")) & (col("second") < col("finish")))
        .select("agent", month=month_of(col("created")))
    )


def refunded_of(folder: Path, credited: pl.DataFrame) -> pl.DataFrame:
    back = (
        pl.scan_parquet(folder / "refunds.parquet")
        .filter(col("status") == "退款成功")
        .group_by(id=col("order_id").cast(pl.Int64))
        .agg(back=(col("amount") * 100).cast(pl.Int64).sum())
    )
    paid = credited.lazy().filter(col("payment_agent").is_not_null())
    return done(
        paid.join(back, on="id").select(
            agent="payment_agent", month=month_of(col("paid")),
            cents=pl.min_horizontal("back", "cents"),
        )
    )  # fmt: skip


def sales_of(credited: pl.DataFrame, rule: str, agent: pl.Expr) -> pl.LazyFrame:
    paid = credited.lazy().with_columns(agent=agent, month=month_of(col("paid")))
    return (
        paid.filter(col("paid").is_not_null() & col("agent").is_not_null())
        .group_by("agent", "month")
        .agg(
            pl.len().alias(f"orders_{rule}"), col("cents").sum().alias(f"sales_{rule}"),
            col("items").sum().alias(f"items_{rule}"),
            col("thread").n_unique().alias(f"buyers_{rule}"),
        )
    )  # fmt: skip
