"""redact, verify, restore and vault on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen.cli import main

TEXT = "姓名：张三丰，手机13800138000\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MENSHEN_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(args), input=stdin)


def test_from_redaction_to_erasure(folder: Path) -> None:
    assert run("vault", "new-key", "key").exit_code == 0
    keys = ("--vault", "vault", "--key", "key")
    done = run("redact", "in", "-o", "out", "--style", "label", *keys)
    assert done.exit_code == 0
    assert "没有遗留" in done.stdout
    assert "手机号码" in done.stdout
    assert "张三丰" not in done.output
    assert (folder / "out" / "a.txt").read_text("utf-8") == "姓名：〔姓名1〕，手机〔手机号码1〕\n"
    checked = run("verify", "in", "out")
    assert (checked.exit_code, "核对通过" in checked.stdout) == (0, True)
    assert run("restore", "out", "-o", "back", *keys).exit_code == 0
    assert (folder / "back" / "a.txt").read_text("utf-8") == TEXT
    shown = run("vault", "show", *keys)
    assert "姓名" in shown.stdout
    assert "张三丰" not in shown.stdout
    assert run("vault", "erase", "张三丰", *keys).exit_code == 0
    assert run("vault", "erase", "张三丰", *keys).exit_code == 1
    assert run("restore", "out", "-o", "again", *keys).exit_code == 0
    assert "张三丰" not in (folder / "again" / "a.txt").read_text("utf-8")


def test_json_and_english(folder: Path) -> None:
    done = run("redact", "in/a.txt", "-o", "b.txt", "-f", "json")
    plain = json.loads(done.stdout)
    assert plain["outputs"][0]["by_type"] == {"person_name": 1, "mobile_number": 1}
    assert "Documents written: 1" in run("redact", "in/a.txt", "-o", "b.txt", "--lang", "en").stdout


def test_unreadable_documents_make_3(folder: Path) -> None:
    (folder / "in" / "b.pdf").write_bytes(b"%PDF-1.7\n")
    done = run("redact", "in", "-o", "out")
    assert done.exit_code == 3
    assert "b.pdf" in done.stdout
    assert not (folder / "out" / "b.pdf").exists()


def test_wrong_keys_make_4_and_wrong_use_2(folder: Path) -> None:
    for name in ("one", "two"):
        run("vault", "new-key", name)
    run("redact", "in", "-o", "out", "--style", "token", "--vault", "v", "--key", "one")
    refused = run("restore", "out", "-o", "back", "--vault", "v", "--key", "two")
    assert refused.exit_code == 4
    assert refused.stderr.count("\n") == 1
    for wrong in (
        ("redact", "in", "-o", "in/x"), ("redact", "in", "-o", "o", "--style", "token"),
        ("redact", "no such", "-o", "o"), ("redact", "in", "-o", "o", "--key", "none"),
        ("restore", "out", "-o", "b", "--vault", "v"), ("redact", "in"), ("vault", "new-key", "one"),
    ):  # fmt: skip
        assert run(*wrong).exit_code == 2, wrong


def test_a_copy_with_something_left_makes_4(folder: Path) -> None:
    assert run("verify", "in", "in").exit_code == 4
    page = run("verify", "in", "in", "-f", "html", "-o", "r.html")
    assert page.exit_code == 4
    assert "核对未通过" in (folder / "r.html").read_text("utf-8")


def test_passphrases(folder: Path) -> None:
    made = run("vault", "new", "v", stdin="天地玄黄\n天地玄黄\n")
    assert made.exit_code == 0
    keys = ("--vault", "v", "--key", "pass")
    assert (
        run("redact", "in", "-o", "out", "--style", "label", *keys, stdin="天地玄黄\n").exit_code
        == 0
    )
    assert run("restore", "out", "-o", "back", *keys, stdin="宇宙洪荒\n").exit_code == 4
    assert run("restore", "out", "-o", "back", *keys, stdin="天地玄黄\n").exit_code == 0


def test_a_policy_names_its_styles(folder: Path) -> None:
    (folder / "p.toml").write_text(
        '[redact]\nstyle = "block"\n[redact.styles]\nperson_name = "label"\n'
    )
    run("redact", "in", "-o", "out", "--policy", "p.toml")
    assert (folder / "out" / "a.txt").read_text("utf-8") == f"姓名：〔姓名1〕，手机{'█' * 11}\n"
    (folder / "p.toml").write_text('[redact]\nstile = "block"\n')
    wrong = run("redact", "in", "-o", "out", "--policy", "p.toml")
    assert wrong.exit_code == 2
    assert "p.toml:2" in wrong.stderr
