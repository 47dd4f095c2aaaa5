"""`menshen ledger` and `menshen keys`, run inside this process."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen.cli import main
from menshen.store.chain import Ledger

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name, value in {
        "MENSHEN_LEDGER": str(tmp_path / "ledger.db"),
        "MENSHEN_KEYRING": str(tmp_path / "keys"),
        "MENSHEN_KEYRING_PASSPHRASE": "守门",
        "MENSHEN_EXPORT_PASSPHRASE": "别家",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("MENSHEN_LANG", raising=False)
    return lambda *args: CliRunner().invoke(main, list(args))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger.open(str(tmp_path / "ledger.db"))
    made.append("release", {"recipient": "装修公司A", "rows": 12})
    made.append("canary.hit", {"canary": "c-1"})
    return made


def test_an_intact_ledger_is_said_to_be_so(run: Run, ledger: Ledger) -> None:
    answer = run("ledger", "verify")
    assert answer.exit_code == 0
    assert "台账完整：2 条" in answer.output
    assert "无从发现" in answer.output
    anchored = run("ledger", "verify", "--anchor", ledger.head)
    assert "无从发现" not in anchored.output


def test_a_broken_ledger_is_exit_code_4_and_says_where(
    run: Run, ledger: Ledger, tmp_path: Path
) -> None:
    head = ledger.head
    connection = sqlite3.connect(tmp_path / "ledger.db")
    connection.execute("DROP TRIGGER menshen_ledger_UPDATE")
    connection.execute("UPDATE menshen_ledger SET record = '{}' WHERE seq = 1")
    connection.commit()
    connection.close()
    answer = run("ledger", "verify", "-f", "json", "--anchor", head)
    assert answer.exit_code == 4
    told = json.loads(answer.output)
    assert told["intact"] is False
    assert [fault["seq"] for fault in told["faults"]] == [1]
    assert "第 1 条：摘要与内容" in run("ledger", "verify").output


def test_the_head_is_printed_alone(run: Run, ledger: Ledger) -> None:
    assert run("ledger", "head").output == f"{ledger.head}\n"


def test_entries_are_listed_by_kind(run: Run, ledger: Ledger) -> None:
    assert ledger is not None
    lines = run("ledger", "list").output.splitlines()
    assert len(lines) == 2
    assert "recipient=装修公司A rows=12" in lines[0]
    (line,) = run("ledger", "list", "--kind", "canary.hit", "-f", "jsonl").output.splitlines()
    assert json.loads(line)["record"] == {"canary": "c-1"}


@pytest.mark.parametrize("command", ["verify", "list", "head"])
def test_where_there_is_no_ledger_none_is_made(run: Run, tmp_path: Path, command: str) -> None:
    answer = run("ledger", command)
    assert answer.exit_code == 4
    assert not (tmp_path / "ledger.db").exists()


def test_without_a_name_it_is_wrong_use(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENSHEN_LEDGER")
    monkeypatch.delenv("MENSHEN_KEYRING")
    assert run("ledger", "verify").exit_code == 2
    assert run("keys", "list").exit_code == 2


def test_keys_are_made_rotated_listed_and_noted_in_the_ledger(run: Run, tmp_path: Path) -> None:
    assert run("keys", "create", "业主表").exit_code == 0
    assert run("keys", "create", "业主表").exit_code == 2
    assert run("keys", "rotate", "业主表").exit_code == 0
    told = json.loads(run("keys", "list", "-f", "json").output)["keys"]
    assert [bool(line["retired"]) for line in told] == [True, False]
    assert "已停用" in run("keys", "list").output
    kinds = [entry.kind for entry in Ledger.open(str(tmp_path / "ledger.db")).entries()]
    assert kinds == ["key.create", "key.rotate"]


def test_an_exported_keyring_holds_one_role(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("keys", "create", "业主表")
    out = str(tmp_path / "trace.keys")
    assert run("keys", "export", "--role", "trace", "-o", out).exit_code == 0
    monkeypatch.setenv("MENSHEN_KEYRING_PASSPHRASE", "别家")
    told = json.loads(run("keys", "list", "--keyring", out, "-f", "json").output)["keys"]
    assert [line["roles"] for line in told] == [["trace"]]
    assert run("keys", "rotate", "业主表", "--keyring", out).exit_code == 4


def test_a_wrong_passphrase_is_one_clear_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("keys", "create", "业主表")
    monkeypatch.setenv("MENSHEN_KEYRING_PASSPHRASE", "猜的")
    answer = run("keys", "list")
    assert answer.exit_code == 3
    assert answer.output.count("\n") == 1
    assert "口令不对" in answer.output


def test_without_a_passphrase_nothing_waits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENSHEN_KEYRING_PASSPHRASE")
    answer = run("keys", "create", "业主表")
    assert answer.exit_code == 2
    assert "MENSHEN_KEYRING_PASSPHRASE" in answer.output
