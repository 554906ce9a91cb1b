"""Chats and orders from file to relation: once, whole, never against what is stored."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from engine.app.importing import ImportRequest, import_files
from engine.app.workspace import find_workspace
from engine.backends.rows import attach_rows, rows_session
from engine.ledger import rows as ledger_rows
from engine.ledger.rows import KEY, row_files
from engine.ledger.store import Store, open_store
from tests.cli.command import Command, Output

CHAT = "时间,客服账号,买家,方向,内容\n"
MAY = "".join(f"2024-05-0{n} 10:00:00,小美,小花,接收,在吗\n" for n in (1, 2, 3))
JUNE = "2024-06-01 10:00:00,小美,小明,发送,在的\n"
ORDERS = "订单编号,买家会员名,订单创建时间,订单付款时间 ,买家实际支付金额,总金额,订单状态\n"
ONE = '="1234567890123456789",小花,2024-05-01 10:00:00,2024-05-01 10:01:00,30.00,30.00,交易成功\n'


def imported(tianping: Command, name: str, text: str, *words: str) -> Output:
    (tianping.folder / name).write_text(text, "utf-8")
    return tianping("import", name, "--shop", "myshop", "--format", "json", *words)


def counts(done: Output) -> tuple[Any, ...]:
    """Rows read, taken, repeated and rejected, and whether the import is new."""
    (row,) = done.json["row_batches"]
    return tuple(row[k] for k in ("rows_read", "taken", "repeated", "rejected", "is_new"))


def stored(folder: Path, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    with open_store(folder, writes=False) as store:
        files = row_files(store)
    with rows_session(folder) as connection:
        attach_rows(connection, folder, files)
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()


def test_the_same_file_twice_is_one_import(tianping: Command) -> None:
    first = imported(tianping, "聊天记录.csv", CHAT + MAY)
    again = imported(tianping, "聊天记录.csv", CHAT + MAY)
    assert (3, 3, 0, 0, True) == counts(first)
    assert (3, 3, 0, 0, False) == counts(again)
    assert 3 == len(stored(tianping.folder, "messages"))


def test_months_that_overlap_are_stored_once(tianping: Command) -> None:
    imported(tianping, "聊天记录.csv", CHAT + MAY)
    done = imported(tianping, "聊天记录六月.csv", CHAT + MAY + JUNE)
    assert (4, 1, 3, 0, True) == counts(done)
    assert 4 == len(stored(tianping.folder, "messages"))


def test_a_contradiction_is_refused_and_the_newer_row_holds_when_asked_for(
    tianping: Command,
) -> None:
    imported(tianping, "订单报表.csv", ORDERS + ONE)
    changed = ORDERS + ONE.replace("交易成功", "交易关闭")
    refused = imported(tianping, "订单报表.csv", changed)
    assert (1, ["L712"]) == (refused.code, refused.codes)
    assert [("交易成功",)] == stored(tianping.folder, "orders", "status")
    replaced = imported(tianping, "订单报表.csv", changed, "--replace")
    assert (0, True) == (replaced.code, counts(replaced)[-1])
    assert [("1234567890123456789", "交易关闭")] == stored(tianping.folder, "orders", "id, status")
    back = imported(tianping, "订单报表.csv", ORDERS + ONE, "--replace")
    assert counts(back)[-1]
    assert [("交易成功",)] == stored(tianping.folder, "orders", "status")


def test_a_buyer_is_one_person_in_chats_and_orders_and_nobody_by_name(tianping: Command) -> None:
    imported(tianping, "聊天记录.csv", CHAT + MAY)
    imported(tianping, "订单报表.csv", ORDERS + ONE)
    (chatted,) = {row[0] for row in stored(tianping.folder, "messages", "buyer")}
    assert [(chatted,)] == stored(tianping.folder, "orders", "buyer")
    written = b"".join(p.read_bytes() for p in tianping.folder.glob("rows/*/*.parquet"))
    assert "小花".encode() not in written
    assert "小花".encode() not in (tianping.folder / "tianping.duckdb").read_bytes()
    mode = stat.S_IMODE((tianping.folder / KEY).stat().st_mode)
    assert 0o600 == mode


def test_accounts_of_no_agent_are_listed_and_not_guessed(tianping: Command) -> None:
    first = imported(tianping, "聊天记录.csv", CHAT + MAY)
    assert (1, ["W961"]) == (first.code, first.codes)
    assert [("小美", 3)] == [(r["account"], r["rows"]) for r in first.json["unknown_accounts"]]
    accounts = "账号,客服,类型,起始日,终止日\n小美,客服01,客服,,\n店铺:机器人,,机器人,,\n"
    done = imported(tianping, "accounts.csv", accounts)
    assert (0, []) == (done.code, done.codes)
    assert "unknown_accounts" not in imported(tianping, "聊天记录2.csv", CHAT + JUNE).json
    (buyer,) = {row[0] for row in stored(tianping.folder, "messages", "buyer")[:1]}
    pairs = stored(tianping.folder, "accounts", "account, agent, pseudonym")
    assert [("小美", "客服01"), ("店铺:机器人", None)] == [p[:2] for p in pairs]
    assert all(len(p[2]) == 20 and p[2] != buyer for p in pairs)


def test_a_row_that_is_refused_is_kept_with_its_reason(tianping: Command) -> None:
    done = imported(tianping, "聊天记录.csv", CHAT + MAY + ",小美,小花,接收,没有时间\n")
    assert ["I842"] == [c for c in done.codes if c != "W961"]
    with open_store(tianping.folder, writes=False) as store:
        kept = store.rows("SELECT file, file_row, column_name, code FROM rejects")
    assert [("聊天记录.csv", 5, "时间", "I842")] == kept


def test_a_wrong_mapping_names_the_header_and_the_nearest(tianping: Command) -> None:
    done = imported(tianping, "聊天记录.csv", CHAT.replace("客服账号", "客服帐号") + MAY)
    assert (1, ["I807"]) == (done.code, done.codes)
    (found,) = done.json["diagnostics"]
    assert "客服账号" in found["message"] and "客服帐号" in found["hint"]
    assert not list(tianping.folder.glob("rows/*/*"))


def test_a_kill_between_file_and_database_leaves_no_half(
    tianping: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is in its place, the database is not written: the next import removes it."""
    path = tianping.folder / "聊天记录.csv"
    path.write_text(CHAT + MAY, "utf-8")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger_rows, "add_rejects", killed)
    monkeypatch.setattr(Store, "write", _dies_at_row_files(Store.write))
    request = ImportRequest(
        files=(path,), mapping=None, shop="myshop", month=None, replace=False, language="zh"
    )
    with pytest.raises(KeyboardInterrupt):
        import_files(find_workspace(tianping.folder), request, lambda _: None)
    monkeypatch.undo()
    (orphan,) = tianping.folder.glob("rows/messages/*.parquet")
    assert [] == stored(tianping.folder, "messages")
    imported(tianping, "聊天记录六月.csv", CHAT + JUNE)
    assert not orphan.exists()
    assert 1 == len(stored(tianping.folder, "messages"))


def _dies_at_row_files(write: Any) -> Any:
    def dying(store: Store, query: str, parameters: Any = ()) -> None:
        if "INTO row_files" in query:
            raise KeyboardInterrupt
        write(store, query, parameters)

    return dying


def test_an_empty_table_has_its_columns(tianping: Command) -> None:
    assert [] == stored(tianping.folder, "refunds", "id, order_id, amount, applied, status")


def test_who_reads_rows_sees_nothing_else(tianping: Command, tmp_path: Path) -> None:
    import duckdb

    imported(tianping, "聊天记录.csv", CHAT + MAY)
    with rows_session(tianping.folder) as connection, pytest.raises(duckdb.PermissionException):
        connection.execute("SELECT * FROM read_text(?)", [str(tianping.folder / KEY)])


def test_an_export_holds_the_rows_and_gives_them_back(tianping: Command, tmp_path: Path) -> None:
    imported(tianping, "聊天记录.csv", CHAT + MAY)
    month = ("--shop", "myshop", "--month", "2024-05")
    assert tianping("post", *month, "--by", "会计").code == 0
    folder = tmp_path / "export"
    assert tianping("export", "--out", str(folder)).code == 0
    (copy,) = folder.glob("rows/messages/*.parquet")
    assert tianping("verify", "--export", str(folder)).code == 0
    (tianping.folder / "tianping.duckdb").unlink()
    for path in tianping.folder.glob("rows/messages/*"):
        path.unlink()
    back = tianping("restore", str(folder))
    assert back.code == 0, back.out + back.err
    assert 3 == len(stored(tianping.folder, "messages"))
    copy.write_bytes(copy.read_bytes()[:-1])
    broken = tianping("verify", "--export", str(folder), "--format", "json")
    assert ["L733"] == broken.codes


def test_an_altered_file_of_rows_is_found(tianping: Command) -> None:
    imported(tianping, "聊天记录.csv", CHAT + MAY)
    (path,) = tianping.folder.glob("rows/messages/*.parquet")
    path.write_bytes(path.read_bytes() + b"\0")
    done = tianping("verify", "--format", "json")
    assert (1, ["L740"]) == (done.code, done.codes)
