"""The ledger: what is written stays, and whatever is done to it shows, and where."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import LedgerError, UsageError
from menshen.store.chain import JSON, Audit, Ledger, canonical, digest

Tamper = Callable[[list[str]], None]


def filled(url: str, count: int = 8) -> Ledger:
    ledger = Ledger.open(url)
    for number in range(count):
        ledger.append("release" if number % 2 else "case", {"recipient": f"甲方{number}"})
    return ledger


def tampered(url: str, *statements: str) -> None:
    """Run SQL as somebody who owns the database, guards dropped."""
    if url.startswith("postgresql"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE menshen_ledger DISABLE TRIGGER ALL")
            for statement in statements:
                connection.execute(statement)
        return
    lite = sqlite3.connect(url, isolation_level=None)
    lite.execute("DROP TRIGGER menshen_ledger_UPDATE")
    lite.execute("DROP TRIGGER menshen_ledger_DELETE")
    for statement in statements:
        lite.execute(statement)
    lite.close()


def places(audit: Audit) -> list[tuple[int, str]]:
    return [(fault.seq, fault.kind) for fault in audit.faults]


def test_entries_come_back_in_order_and_the_chain_holds(url: str) -> None:
    ledger = filled(url)
    entries = list(ledger.entries())
    assert [e.seq for e in entries] == list(range(1, 9))
    assert [e.record["recipient"] for e in entries] == [f"甲方{n}" for n in range(8)]
    assert [e.seq for e in ledger.entries("case")] == [1, 3, 5, 7]
    audit = ledger.verify()
    assert audit.intact
    assert audit.entries == 8
    assert audit.head == ledger.head == f"8:{entries[-1].digest}"
    assert all(e.at.utcoffset() is not None for e in entries)


def test_a_ledger_goes_on_after_it_was_closed(url: str) -> None:
    filled(url).close()
    with Ledger.open(url, create=False) as ledger:
        assert ledger.append("audit", {"who": "张"}).seq == 9
        assert ledger.verify().intact


def test_many_pages_are_read_while_others_write(url: str) -> None:
    ledger = filled(url, 300)
    other = Ledger.open(url)
    seen = 0
    for entry in ledger.entries():
        if entry.seq % 100 == 0 and entry.seq <= 300:
            other.append("audit", {"at": entry.seq})
        seen += 1
    assert seen >= 300
    assert sum(1 for _ in ledger.entries()) == 303
    assert ledger.verify().intact


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('UPDATE menshen_ledger SET record = \'{"recipient":"x"}\' WHERE seq = 4', (4, "changed")),
        (
            "UPDATE menshen_ledger SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 4",
            (4, "changed"),
        ),
        ("UPDATE menshen_ledger SET kind = 'run' WHERE seq = 4", (4, "changed")),
        ("DELETE FROM menshen_ledger WHERE seq = 4", (4, "missing")),
        ("DELETE FROM menshen_ledger WHERE seq IN (4, 5)", (4, "missing")),
        ("DELETE FROM menshen_ledger WHERE seq = 0", (0, "missing")),
        ("UPDATE menshen_ledger SET digest = 'sm3:00' WHERE seq = 4", (4, "changed")),
    ],
)
def test_a_change_or_deletion_is_found_where_it_was_made(
    url: str, statement: str, expected: tuple[int, str]
) -> None:
    ledger = filled(url)
    tampered(url, statement)
    audit = ledger.verify()
    assert not audit.intact
    assert places(audit)[0] == expected


def test_two_entries_that_changed_places_are_found(url: str) -> None:
    ledger = filled(url)
    tampered(
        url,
        "UPDATE menshen_ledger SET seq = 100 WHERE seq = 3",
        "UPDATE menshen_ledger SET seq = 3 WHERE seq = 6",
        "UPDATE menshen_ledger SET seq = 6 WHERE seq = 100",
    )
    assert {3, 6} <= {fault.seq for fault in ledger.verify().faults}


def test_an_end_cut_off_shows_against_a_head_kept_elsewhere(url: str) -> None:
    ledger = filled(url)
    kept = ledger.head
    tampered(url, "DELETE FROM menshen_ledger WHERE seq > 5")
    assert ledger.verify().intact, "without a head from elsewhere this cannot be seen"
    assert places(ledger.verify([kept])) == [(8, "truncated")]


def test_a_chain_rewritten_in_full_shows_against_a_head_kept_elsewhere(tmp_path: Path) -> None:
    kept = filled(str(tmp_path / "first.db")).head
    forged = filled(str(tmp_path / "second.db"))
    assert forged.verify().intact
    assert places(forged.verify([kept])) == [(8, "rewritten")]


def test_an_entry_of_another_ledger_does_not_fit(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one.db"), str(tmp_path / "two.db")
    filled(one).close()
    ledger = filled(two)
    row = sqlite3.connect(one).execute("SELECT record, digest FROM menshen_ledger WHERE seq = 2")
    record, its_digest = row.fetchone()
    tampered(
        two,
        f"UPDATE menshen_ledger SET record = '{record}', digest = '{its_digest}' WHERE seq = 2",
    )
    assert places(ledger.verify())[0] == (2, "changed")


@pytest.mark.parametrize(
    "statement", ["UPDATE menshen_ledger SET kind = 'x'", "DELETE FROM menshen_ledger"]
)
def test_the_database_itself_refuses_changes(url: str, statement: str) -> None:
    ledger = filled(url)
    refused: type[Exception] = sqlite3.IntegrityError
    if url.startswith("postgresql"):
        import psycopg

        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException):
            connection.execute(statement)
    else:
        connection_ = sqlite3.connect(url)
        with pytest.raises(refused):
            connection_.execute(statement)
        connection_.close()
    assert ledger.verify().intact


def _write(url: str, count: int) -> None:
    ledger = Ledger.open(url)
    for number in range(count):
        ledger.append("audit", {"number": number})


def test_writers_in_threads_and_processes_never_fork_the_chain(url: str) -> None:
    ledger = Ledger.open(url)
    context = multiprocessing.get_context("fork")
    threads = [threading.Thread(target=_write, args=(url, 10)) for _ in range(3)]
    shared = [
        threading.Thread(target=lambda: [ledger.append("audit", {}) for _ in range(10)])
        for _ in range(2)
    ]
    process = context.Process(target=_write, args=(url, 10))
    process.start()
    for thread in (*threads, *shared):
        thread.start()
    for thread in (*threads, *shared):
        thread.join()
    process.join()
    assert process.exitcode == 0
    audit = ledger.verify()
    assert (audit.entries, audit.intact) == (60, True)


def test_two_that_begin_a_ledger_at_once_begin_one(url: str) -> None:
    ledgers: list[Ledger] = []
    threads = [threading.Thread(target=lambda: ledgers.append(Ledger.open(url))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ledger.head for ledger in ledgers}) == 1


def test_sha256_is_kept_by_those_who_come_later(url: str) -> None:
    Ledger.open(url, algorithm="sha256").close()
    entry = Ledger.open(url).append("audit", {})
    assert entry.digest.startswith("sha256:")


@pytest.mark.parametrize("kind", ["", "Release", "genesis", "a b", "a.b.c", "释放", "x" * 40])
def test_a_kind_is_a_lower_case_word(kind: str) -> None:
    with pytest.raises(UsageError):
        Ledger.open(":memory:").append(kind, {})


@pytest.mark.parametrize("record", [{"a": float("nan")}, {"a": {1}}, {"a": b"x"}, {(1, 2): 1}])
def test_what_json_does_not_hold_is_refused(record: Any) -> None:
    with pytest.raises(UsageError):
        Ledger.open(":memory:").append("audit", record)


def test_a_record_that_refers_to_itself_is_refused() -> None:
    record: dict[str, Any] = {}
    record["self"] = record
    with pytest.raises(UsageError):
        canonical(record)


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), _VALUES, max_size=5))
def test_any_record_comes_back_as_it_was(record: dict[str, JSON]) -> None:
    ledger = Ledger.open(":memory:")
    ledger.append("audit", record)
    (entry,) = ledger.entries()
    assert entry.record == record
    assert ledger.verify([ledger.head]).intact
    ledger.close()


@given(st.dictionaries(st.text(), _VALUES, max_size=5), st.randoms())
def test_the_canonical_text_does_not_depend_on_the_order_of_keys(
    record: dict[str, JSON], random: Any
) -> None:
    items = list(record.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(record)
    assert json.loads(canonical(record)) == record


def test_digests_are_those_of_the_standards() -> None:
    # GB/T 32905-2016 annex A example 2; FIPS 180-4 example for "abc".
    assert digest(b"abcd" * 16).endswith(
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )
    assert digest(b"abc", "sha256").endswith(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize(
    "address",
    ["mysql://host/db", "sqlite://", "sqlite:///", "sqlite://relative", "postgresql://[::1/x"],
)
def test_an_address_of_another_kind_is_wrong_use(address: str) -> None:
    with pytest.raises(UsageError):
        Ledger.open(address)


@pytest.mark.parametrize(
    "anchor", ["", "8", "8:sm3:xyz", "-1:sm3:" + "0" * 64, "8:md5:" + "0" * 64]
)
def test_what_is_no_head_is_wrong_use(anchor: str) -> None:
    with pytest.raises(UsageError):
        Ledger.open(":memory:").verify([anchor])


def test_reading_makes_no_ledger_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(str(tmp_path / "wrong.db"), create=False)
    assert not list(tmp_path.iterdir())


def test_other_files_are_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("张三 13800138000\n" * 100, encoding="utf-8")
    with pytest.raises(LedgerError) as caught:
        Ledger.open(str(path))
    assert "13800138000" not in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        Ledger.open(str(tmp_path / "none" / "ledger.db"))


def test_a_torn_file_is_an_error_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    filled(str(path), 200).close()
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(LedgerError):
        Ledger.open(str(path)).verify()


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql://me:topsecret@127.0.0.1:1/none")
    assert "topsecret" not in str(caught.value)
    assert "127.0.0.1:1/none" in str(caught.value)


def test_nothing_of_a_record_shows_in_a_repr(tmp_path: Path) -> None:
    ledger = Ledger.open(str(tmp_path / "ledger.db"))
    entry = ledger.append("audit", {"name": "欧阳锋"})
    assert "欧阳锋" not in repr(entry) + repr(ledger)


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
