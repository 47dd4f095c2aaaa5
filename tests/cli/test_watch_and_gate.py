"""`menshen watch` and `menshen gate`, run inside this process."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen import gate as gating
from menshen.cli import main
from tests.test_watch import extra, office

Run = Callable[..., Result]
CARDS = "姓名,银行卡号\n王建国,6222021234567890128\n李军,6222021234567890128\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.delenv("MENSHEN_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(main, list(args))


def log(path: Path) -> None:
    lines = [
        f"{one.time.isoformat()},{one.actor},{one.action},{one.row_key},"
        for one in office() + extra(30, 22, 300, "export")
    ]
    path.write_text("\n".join(["time,actor,action,row_key,columns", *lines]), encoding="utf-8")


def test_a_ranking_is_for_review_and_no_accusation(run: Run, tmp_path: Path) -> None:
    log(tmp_path / "log.csv")
    answer = run("watch", "log.csv")
    assert answer.exit_code == 1
    assert "不是指控" in answer.output
    assert "1. a3" in answer.output
    assert "导出多" in answer.output


def test_the_ranking_as_json(run: Run, tmp_path: Path) -> None:
    log(tmp_path / "log.csv")
    (tmp_path / "groups.csv").write_text("\n".join(f"a{n},g" for n in range(12)), encoding="utf-8")
    (tmp_path / "cases.csv").write_text("a3,x1\na3,x2\n", encoding="utf-8")
    (tmp_path / "canaries.txt").write_text("x1\nx2\n", encoding="utf-8")
    answer = run(
        "watch", "log.csv", "--groups", "groups.csv", "--cases", "cases.csv",
        "--canaries", "canaries.txt", "--top", "1", "-f", "json",
    )  # fmt: skip
    told = json.loads(answer.output)
    assert [one["actor"] for one in told["for_review"]] == ["a3"]
    assert "canary" in {reason["signal"] for reason in told["for_review"][0]["reasons"]}


@pytest.mark.parametrize("args", [("none.csv",), ("log.csv", "--groups", "bad.csv")])
def test_wrong_use_of_watch(run: Run, tmp_path: Path, args: tuple[str, ...]) -> None:
    log(tmp_path / "log.csv")
    (tmp_path / "bad.csv").write_text("only\n", encoding="utf-8")
    assert run("watch", *args).exit_code == 2


def test_the_gate_says_its_decision_by_word_and_exit_code(run: Run, tmp_path: Path) -> None:
    (tmp_path / "free.csv").write_text("型号,数量\n门锁,12\n", encoding="utf-8")
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    assert run("gate", "free.csv").exit_code == 0
    cards = run("gate", "cards.csv", "--to", "a@b.cn")
    assert cards.exit_code == 1
    assert "须先脱敏" in cards.output
    assert "王建国" not in cards.output
    assert run("gate", "broken.xlsx").exit_code == 4
    told = json.loads(run("gate", "broken.xlsx", "-f", "json").output)
    assert told["decision"] == "refuse"


def test_redaction_is_done_where_it_is_installed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cards.csv").write_text(CARDS, encoding="utf-8")
    if importlib.util.find_spec("menshen.redact") is None:
        missing = run("gate", "cards.csv", "-o", "out.csv")
        assert missing.exit_code == 4
        assert "没有脱敏功能" in missing.output
    monkeypatch.setattr(gating, "redacted", lambda path, out: out.write_bytes(b"") == 0)
    assert run("gate", "cards.csv", "-o", "out.csv").exit_code == 0
    told = json.loads(run("gate", "cards.csv", "-o", "out.csv", "-f", "json").output)
    assert told["redacted"] is True


def test_the_gate_wants_a_file_that_is_there(run: Run) -> None:
    assert run("gate", "none.csv").exit_code == 2
    assert run("gate", "-").exit_code == 2


def test_a_folder_does_not_slip_through_the_gate(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert run("gate", str(tmp_path / "空")).exit_code == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"time,actor,action,row_key,columns\n", 0),
        ("time,actor,action,row_key,columns\n2026-03-02,张,read,r,\n".encode("gbk"), 3),
        (b"when\n1\n", 3),
        (b"time,actor,action,row_key,columns\n2026-03-02,a,read," + b"x" * 200_000 + b",\n", 3),
    ],
)
def test_odd_logs_are_read_or_refused(run: Run, tmp_path: Path, content: bytes, code: int) -> None:
    (tmp_path / "log.csv").write_bytes(content)
    assert run("watch", str(tmp_path / "log.csv")).exit_code == code
