"""The chats in polars: the same tables as `sql_chats`, sorted once and read by `shift`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

DAY = 86400
col = pl.col


def done(frame: pl.LazyFrame) -> pl.DataFrame:
    return frame.collect(engine="streaming")


def month_of(second: pl.Expr) -> pl.Expr:
    """Months since the year 0."""
    date = (second // DAY).cast(pl.Int32).cast(pl.Date)
    return (date.dt.year().cast(pl.Int32) * 12 + date.dt.month() - 1).cast(pl.Int16)


def second_of(moment: str) -> pl.Expr:
    return col(moment).dt.epoch("s").cast(pl.Int32)


def packed(thread: str, second: str | pl.Expr) -> pl.Expr:
    """Thread and second as one key: an as-of join then needs no groups."""
    part = col(second) if isinstance(second, str) else second
    return col(thread).cast(pl.Int64) * 2**31 + part


# One dictionary of nicks for all files; a code is a whole number.
NICKS = pl.Categorical(pl.Categories("nicks"))


@dataclass(frozen=True, slots=True)
class Keys:
    agents: pl.DataFrame
    shops: pl.DataFrame
    desks: pl.DataFrame
    # polars forgets a dictionary that no column uses
    nicks: pl.Series

    def thread(self) -> pl.Expr:
        """D8: a nick that is an account of the shops is no buyer; its threads are negative."""
        code = col("buyer").cast(NICKS).to_physical().cast(pl.Int32) + 1
        listed = self.nicks.to_physical().cast(pl.Int32) + 1
        signed = pl.when(code.is_in(listed.implode())).then(-code).otherwise(code)
        return (signed * self.shops.height + col("place")).cast(pl.Int32)


def keys_of(folder: Path) -> Keys:
    accounts = pl.read_parquet(folder / "accounts.parquet")
    people = accounts.filter(col("kind") == "agent")
    agents = people.select("agent").unique().sort("agent").with_row_index("number", 1)
    agents = agents.with_columns(col("number").cast(pl.Int16))
    shops = accounts.select("shop").unique().sort("shop").with_row_index("place")
    shops = shops.with_columns(col("place").cast(pl.Int32))
    desks = people.join(agents, on="agent").join(shops, on="shop")
    nicks = accounts["account"].cast(NICKS)
    return Keys(agents=agents, shops=shops, desks=desks, nicks=nicks)


def lines_of(folder: Path, keys: Keys) -> pl.DataFrame:
    """One row of nulls ends the last turn and the last conversation."""
    encoded = done(
        pl.scan_parquet(folder / "messages.parquet")
        .filter(~((col("direction") == "out") & col("auto")))
        .join(keys.desks.lazy().select("account", "number", "place"), on="account")
        .select(
            thread=keys.thread(), agent=col("number"), second=second_of("time"),
            id=col("id").cast(pl.Int64), asks=col("direction") == "in", chars=col("chars"),
        )
    )  # fmt: skip
    # two keys sort three times as fast as four; a stream takes as many bits as it needs
    stream = col("thread").cast(pl.Int64) * (keys.agents.height + 1) + col("agent")
    since = col("second").cast(pl.Int64) - col("second").min()
    key = stream * (since.max() + 1) + since
    lines = encoded.with_columns(key=key).sort("key", "id").drop("key")
    end = pl.DataFrame({name: [None] for name in lines.columns}, schema=lines.schema)
    return pl.concat([lines, end], rechunk=False)


def marks_of(lines: pl.DataFrame) -> pl.DataFrame:
    gap = col("second") - col("second").shift(1)
    other = col("thread").ne_missing(col("thread").shift(1)) | (
        col("agent") != col("agent").shift(1)
    )
    turns = (
        lines.lazy()
        .select(
            "thread", "agent", "second", "id", "asks",
            begins=(other | (gap >= 600)).fill_null(True),
            answers=col("asks").ne_missing(col("asks").shift(1)),
            distant=(gap >= 10).fill_null(False), before=col("second").shift(1),
            place=pl.int_range(pl.len(), dtype=pl.Int32),
        )
        .with_columns(apart=(col("begins") | col("answers") | col("distant")).cum_sum())
        .filter(col("begins") | col("answers"))
    )  # fmt: skip
    apart, place = col("apart").cast(pl.Int64), col("place")
    replies = ~col("asks") & ~col("begins")
    numbered = turns.select(
        "thread", "agent", "second", "id", "asks", "begins",
        turn=pl.int_range(pl.len(), dtype=pl.Int32),
        second_2=col("second").shift(-1), id_2=col("id").shift(-1),
        second_3=col("second").shift(-2),
        seconds=pl.when(replies).then(gap).otherwise(0).cast(pl.Int64),
        spoken=pl.when(col("asks").shift(1)).then(col("before").shift(1)).otherwise(col("before")),
        once=col("asks") & (place.shift(-1) - place == 1)
        & (apart.shift(-2) - apart.shift(-1) >= 2),
        once_later=~col("asks") & (place.shift(-2) - place.shift(-1) == 1)
        & (apart.shift(-3) - apart.shift(-2) >= 2),
    )  # fmt: skip
    summed = numbered.with_columns(running=col("seconds").cum_sum())
    return done(summed.filter(col("begins") | (col("seconds") > 120)))


def conversations_of(marks: pl.DataFrame) -> pl.DataFrame:
    asks, size = col("asks"), col("size")
    whole = (
        marks.lazy()
        .filter(col("begins"))
        .with_columns(
            size=col("turn").shift(-1) - col("turn"),
            all_seconds=col("running").shift(-1) - col("running"),
            last_spoken=col("spoken").shift(-1),
            answered_later=(
                (col("thread").shift(-1) == col("thread"))
                & (col("agent").shift(-1) == col("agent"))
                & ~asks.shift(-1)
            ).fill_null(False),
        )
        .filter(col("thread").is_not_null())
        .with_columns(
            replies=(size - (~asks).cast(pl.Int32)) // 2,
            filtered=(
                (col("once") & (size == 2)) | (col("once_later") & (size == 3))
            ).fill_null(False),
        )
    )  # fmt: skip
    counted = ~col("filtered")
    return done(
        whole.select(
            "thread", "agent", "filtered", start=col("second"), month=month_of(col("second")),
            consult=asks | (size >= 2),
            answered=(col("replies") > 0) | col("answered_later"),
            replies=pl.when(counted).then(col("replies")).otherwise(0),
            seconds=pl.when(counted).then(col("all_seconds")).otherwise(0),
            first_seconds=pl.when(asks & (size >= 2) & counted)
            .then(col("second_2") - col("second")),
            asked=pl.when(asks).then(col("second")).when(size >= 2).then(col("second_2")),
            asked_id=pl.when(asks).then(col("id")).when(size >= 2).then(col("id_2")),
            replied=pl.when(asks & (size >= 2)).then(col("second_2"))
            .when(size >= 3).then(col("second_3")),
            spoke=pl.when(~asks).then(col("second")).when(size >= 2).then(col("second_2")),
            spoke_id=pl.when(~asks).then(col("id")).when(size >= 2).then(col("id_2")),
            last_spoken=pl.when(~asks | (size >= 2)).then(col("last_spoken")),
            until=col("turn") + size,
        )
    )  # fmt: skip


def slow_rounds_of(marks: pl.DataFrame, conversations: pl.DataFrame) -> pl.DataFrame:
    left_out = conversations.lazy().filter(col("filtered")).select("until")
    slow = marks.lazy().filter(~col("begins") & (col("thread") > 0))
    return done(
        slow.with_columns(until=col("turn") + 1)
        .join(left_out, on="until", how="anti")
        .select("thread", "agent", asked=(col("second") - col("seconds")).cast(pl.Int32))
    )


def spans_of(conversations: pl.DataFrame) -> pl.DataFrame:
    talks = conversations.lazy().filter(col("spoke").is_not_null() & (col("thread") > 0))
    return done(
        talks.select("thread", "agent", second="spoke", id="spoke_id", until="last_spoken",
                     month="month").sort("thread", "second", "id")
    )  # fmt: skip


def services_of(spans: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Spans, and the lines of those threads in which spans lie in one another."""
    within = (col("thread") == col("thread").shift(1)) & (col("second") <= col("until").shift(1))
    long = col("until") - col("second") > 2 * DAY
    tangled = spans.lazy().filter(within.fill_null(False) | long).select("thread").unique()
    alone = spans.lazy().join(tangled, on="thread", how="anti")
    opened = spans.lazy().join(tangled, on="thread", how="semi").with_columns(until="second")
    spoken = (
        lines.lazy()
        .filter(~col("asks"))
        .join(tangled, on="thread", how="semi")
        .select("thread", "agent", "second", "id", until="second",
                month=pl.lit(None, dtype=pl.Int16))
    )  # fmt: skip
    return done(pl.concat([alone, opened, spoken]).sort("thread", "second", "id", "month"))


def openings_of(services: pl.DataFrame) -> pl.DataFrame:
    """Each with the last line of anybody else before it; agent 0: nobody."""
    begins = col("thread").ne_missing(col("thread").shift(1))
    changes = col("agent") != col("agent").shift(1)
    carried = services.lazy().with_columns(
        place=pl.int_range(pl.len(), dtype=pl.Int32),
        other_second=pl.when(begins).then(0).when(changes).then(col("until").shift(1))
        .forward_fill(),
        other=pl.when(begins).then(pl.lit(0, dtype=pl.Int16)).when(changes)
        .then(col("agent").shift(1)).forward_fill(),
    )  # fmt: skip
    return done(carried.filter(col("month").is_not_null()))


def takings_of(openings: pl.DataFrame) -> pl.DataFrame:
    earns = (col("other") == 0) | (col("second") - col("other_second") >= 1800)
    return openings.filter(earns).select(
        "thread", "agent", "second", key=packed("thread", "second")
    )


def handovers_of(openings: pl.DataFrame, services: pl.DataFrame) -> pl.DataFrame:
    soon = (col("other") > 0) & (col("second") - col("other_second") < 1800)
    due = openings.lazy().filter(soon).sort("place")
    written = services.lazy().select(
        "thread", other="agent", next="second", place=pl.int_range(pl.len(), dtype=pl.Int32)
    )
    return done(
        due.join_asof(written, on="place", by=["thread", "other"], strategy="forward",
                      allow_exact_matches=False, check_sortedness=False)
        .select("agent", "month", done=(col("next") <= col("second") + 1800).fill_null(False))
    )  # fmt: skip


def late_answers_of(
    conversations: pl.DataFrame, services: pl.DataFrame, lines: pl.DataFrame, as_of: int
) -> pl.DataFrame:
    unanswered = col("replied").is_null() | (col("replied") - col("asked") > 2 * DAY)
    questions = (
        conversations.lazy()
        .filter(col("consult") & (col("thread") > 0) & unanswered)
        .filter(col("asked") + 2 * DAY < as_of)
        .select("thread", "agent", "month", "asked", "asked_id", key=packed("thread", "asked"))
        .sort("key")
    )
    answers = services.lazy().select(
        "until", "second", other="thread", key=packed("thread", "second")
    )
    later = questions.join_asof(
        answers.select("second", "key", later="other"), on="key", strategy="forward",
        allow_exact_matches=False,
    ).join_asof(
        answers.select("until", "key", sooner="other"), on="key", strategy="backward"
    )  # fmt: skip
    heard = (col("later") == col("thread")) & (col("second") <= col("asked") + 2 * DAY)
    spoken_to = (col("sooner") == col("thread")) & (col("until") > col("asked"))
    unheard = later.filter(~(heard | spoken_to).fill_null(False)).with_row_index("question")
    same = (
        lines.lazy().filter(~col("asks")).select("thread", "id", asked="second")
        .join(unheard.select("thread", "asked", "asked_id", "question"), on=["thread", "asked"])
        .filter(col("id") > col("asked_id"))
    )  # fmt: skip
    return done(unheard.join(same, on="question", how="anti").select("agent", "month"))
