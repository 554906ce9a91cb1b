"""Chats and orders of some shops, made by DuckDB from hashes: the same bytes for the same number.

A chat is one row of a plan (who, when, how it goes); its lines are unrolled from it, and written in
the order of time, as exports are.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SHOPS = ("兰亭女装旗舰店", "竹里家居专营店", "半夏护肤旗舰店", "青禾童装专卖店", "云起数码专营店")
AGENTS_PER_SHOP = 60
LINES_PER_CHAT = 10
MESSAGES_PER_CHAT = 9.59
ORDERS_PER_MESSAGE = 0.0728
TABLES = ("messages", "orders", "refunds", "accounts")

# Hours of the day by weight: a quiet night, a peak in the evening.
HOURS = (
    0, 1, 8, 9, 9, 10, 10, 10, 11, 11, 11, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15, 16, 16, 16,
    17, 17, 18, 18, 18, 19, 19, 19, 19, 20, 20, 20, 20, 20, 20, 20, 21, 21, 21, 21, 21, 21, 21, 21,
    22, 22, 22, 22, 22, 22, 22, 23, 23, 23, 23, 23, 12, 16, 10,
)  # fmt: skip

MACROS = """
CREATE MACRO chance(i, salt, n) AS CAST(hash(i * 64 + salt) % n AS BIGINT);
CREATE MACRO shop_name(i) AS list_extract($shops, CAST(i + 1 AS BIGINT));
CREATE MACRO buyer_name(i) AS 'tb' || left(md5(CAST(i AS VARCHAR)), 18);
CREATE MACRO account_name(shop, agent, second) AS
    shop_name(shop) || ':' || CASE WHEN second THEN '晚班' ELSE '客服' END || (agent + 1);
CREATE MACRO moment(i) AS (i * $days // $chats) * 86400
    + list_extract($hours, CAST(hash(i * 64 + 1) % 64 AS BIGINT) + 1) * 3600
    + chance(i, 2, 3600);
CREATE MACRO clock(seconds) AS TIMESTAMP '2024-03-05 00:00:00' + to_seconds(seconds);
"""

# One person in four also has an account for the evening; robots, groups and the like are nobody's.
ACCOUNTS = """
CREATE TABLE accounts AS
SELECT account_name(shop, agent, second) AS account,
    '客服' || shop || '-' || agent AS agent, 'agent' AS kind, shop_name(shop) AS shop
FROM range($shop_count) s(shop), range($agents) a(agent), (VALUES (false), (true)) v(second)
WHERE NOT second OR agent % 4 = 0
UNION ALL
SELECT shop_name(shop) || ':' || name, NULL, kind, shop_name(shop)
FROM range($shop_count) s(shop), (VALUES
    ('机器人', 'robot'), ('福利群', 'group'), ('推广', 'ad'), ('官方小二', 'platform'),
    ('仓库', 'sub')) k(name, kind)
"""

# Every sixth chat goes on from the one before it: same buyer, minutes or hours later. A buyer
# comes back at any time besides, nearly always to the same shop, and mostly to the same agent.
CHATS = """
CREATE TABLE chats AS
WITH numbered AS (
    SELECT i, chance(i, 3, 6) = 0 AND i > 0 AS follows FROM range($chats) r(i)
), met AS (
    SELECT i, follows, CASE WHEN follows THEN i - 1 ELSE i END AS meeting FROM numbered
), planned AS (
    SELECT i, meeting, follows,
        CASE WHEN chance(meeting, 4, 250) = 0 THEN -1 ELSE chance(meeting, 5, $buyers) END AS buyer
    FROM met
)
SELECT i, buyer,
    CASE WHEN chance(meeting, 6, 20) = 0 THEN chance(meeting, 7, $shop_count)
        ELSE chance(buyer + 7, 8, $shop_count) END AS shop,
    moment(meeting) + CASE WHEN follows THEN 300 + chance(i, 9, 90) * 60 ELSE 0 END AS start,
    CASE WHEN chance(i, 27, 4) = 0 THEN chance(i, 10, $agents)
        ELSE chance(buyer + 7, 28, $agents) END AS agent,
    CASE WHEN chance(i, 11, 8) = 0 THEN chance(i, 12, $agents) ELSE NULL END AS colleague,
    chance(i, 13, 40) = 0 AS robot,
    2 + chance(i, 14, 2 * $lines - 5) + CASE WHEN chance(i, 26, 50) = 0 THEN 60 ELSE 0 END AS count,
    5 + chance(i, 15, 45) + CASE WHEN chance(i, 16, 12) = 0 THEN 130 ELSE 0 END AS step,
    CASE WHEN chance(i, 17, 7) = 0 THEN 540 + chance(i, 18, 2400) ELSE 0 END AS pause,
    chance(i, 19, 40) AS manner
FROM planned
"""

# manner below 3: one question and two answers, nothing more; below 6: the agent opens; 6: hardly
# anybody answers; else question and answer in turn, in bursts.
MESSAGES = """
WITH lines AS (
    SELECT *, unnest(range(CASE WHEN manner < 3 THEN 3 ELSE count END)) AS j FROM chats
), spoken AS (
    SELECT *, i * 128 + j AS n,
        start + j * step + chance(i * 128 + j, 20, step)
            + CASE WHEN j > count // 2 THEN pause ELSE 0 END AS seconds,
        CASE WHEN manner < 3 THEN j > 0 WHEN manner < 6 AND j = 0 THEN true WHEN j = 0 THEN false
            WHEN manner = 6 THEN chance(i * 128 + j, 21, 9) = 0
            ELSE chance(i * 128 + j, 21, 100) < 64 END AS is_out
    FROM lines
)
SELECT CAST(1000000000000 + n AS VARCHAR) AS id, clock(seconds) AS time,
    CASE WHEN robot THEN shop_name(shop) || ':机器人'
        WHEN colleague IS NOT NULL AND j > count // 2 THEN account_name(shop, colleague, false)
        ELSE account_name(shop, agent, agent % 4 = 0 AND chance(i, 22, 3) = 0) END AS account,
    CASE WHEN buyer >= 0 THEN buyer_name(buyer) WHEN i % 2 = 0 THEN shop_name(shop) || ':官方小二'
        ELSE shop_name(shop) || ':客服1' END AS buyer,
    CASE WHEN is_out THEN 'out' ELSE 'in' END AS direction,
    CASE WHEN is_out THEN '亲，在的，马上为您看' ELSE '请问这款还有货吗' END AS text,
    CAST(4 + chance(n, 23, 40) AS INTEGER) AS chars,
    is_out AND manner >= 3 AND chance(n, 24, 100) < CASE WHEN j < 3 THEN 40 ELSE 6 END AS auto
FROM spoken
ORDER BY seconds, n
"""

# Six in ten orders come out of a chat, a quarter of people who never write, the rest before a chat.
ORDERS = """
WITH numbered AS (
    SELECT o, chance(o, 30, 100) AS kind, chance(o, 31, $chats) AS i FROM range($orders) r(o)
), bought AS (
    SELECT o, buyer, shop,
        CASE WHEN kind < 25 THEN moment(chats.i) WHEN kind < 40 THEN start - 5 - chance(o, 32, 7200)
            ELSE start + 20 + chance(o, 33, 900) * CASE WHEN chance(o, 34, 4) = 0 THEN 40 ELSE 1 END
            END AS created,
        kind < 25 AS stranger
    FROM numbered JOIN chats USING (i) WHERE buyer >= 0
), paid AS (
    SELECT *, CASE WHEN chance(o, 35, 100) >= 88 THEN NULL
        WHEN chance(o, 36, 10) = 0 THEN created + 1800 + chance(o, 37, 170000)
        ELSE created + 5 + chance(o, 37, 600) END AS paid,
        chance(o, 38, 100) < 8 AS closed
    FROM bought
), sent AS (
    SELECT *, CASE WHEN NOT closed THEN paid + 3600 + chance(o, 39, 190000) END AS shipped FROM paid
)
SELECT CAST(2100000000000000000 + o * 1000003 AS VARCHAR) AS id, shop_name(shop) AS shop,
    CASE WHEN stranger THEN buyer_name(1000000000 + o) ELSE buyer_name(buyer) END AS buyer,
    clock(created) AS created, clock(paid) AS paid,
    CAST((990 + chance(o, 40, 60000)) AS DECIMAL(12, 2)) * CAST(0.01 AS DECIMAL(3, 2)) AS amount,
    CAST(1 + chance(o, 41, 4) * (chance(o, 42, 3)) AS INTEGER) AS items,
    CASE WHEN closed OR paid IS NULL THEN '交易关闭' WHEN chance(o, 43, 5) = 0 THEN '卖家已发货'
        ELSE '交易成功' END AS status,
    clock(shipped) AS shipped,
    CASE WHEN chance(o, 43, 5) <> 0 THEN clock(shipped + 86400 + chance(o, 44, 400000)) END
        AS received,
    clock(shipped + 7200) AS logistics
FROM sent
"""

REFUNDS = """
SELECT CAST(5100000000000000000 + row_number() OVER () AS VARCHAR) AS id, id AS order_id,
    CAST(CASE WHEN hash(id) % 3 = 0 THEN amount * CAST(0.30 AS DECIMAL(3, 2)) ELSE amount END
        AS DECIMAL(12, 2)) AS amount,
    paid + to_hours(5) AS applied, paid + to_hours(5 + CAST(hash(id) % 200 AS BIGINT)) AS finished,
    CASE WHEN hash(id) % 11 = 0 THEN '退款关闭' ELSE '退款成功' END AS status
FROM read_parquet($orders_file), (VALUES (0), (1)) v(second)
WHERE paid IS NOT NULL AND hash(id || 'refund') % 100 < 6
    AND (second = 0 OR hash(id || 'second') % 10 = 0)
"""


def days_of(messages: int) -> int:
    """One to three months."""
    return 31 if messages < 5_000_000 else 61 if messages < 20_000_000 else 90


def filled(text: str, messages: int, folder: Path) -> str:
    chats = max(int(messages / MESSAGES_PER_CHAT), 1)
    numbers = {
        "shops": "[" + ", ".join(f"'{shop}'" for shop in SHOPS) + "]",
        "shop_count": len(SHOPS), "hours": str(list(HOURS)), "agents": AGENTS_PER_SHOP,
        "days": days_of(messages), "chats": chats, "buyers": max(chats * 6 // 10, 1),
        "orders_file": f"'{folder / 'orders.parquet'}'",
        "orders": int(messages * ORDERS_PER_MESSAGE), "lines": LINES_PER_CHAT,
    }  # fmt: skip
    for name in sorted(numbers, key=len, reverse=True):
        text = text.replace(f"${name}", str(numbers[name]))
    return text


def generate(messages: int, folder: Path) -> None:
    """Write the four raw tables as Parquet; what is already there is kept."""
    if all((folder / f"{name}.parquet").exists() for name in TABLES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(":memory:", config={"temp_directory": str(folder / "spill")}) as made:
        made.execute("SET memory_limit = '4GB'; SET enable_progress_bar = false")
        for text in (MACROS, ACCOUNTS, CHATS):
            made.execute(filled(text, messages, folder))
        for name, text in zip(TABLES, (MESSAGES, ORDERS, REFUNDS, "FROM accounts"), strict=True):
            query = filled(text, messages, folder)
            made.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet)")
