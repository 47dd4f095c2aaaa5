"""`menshen who`, `given` and `paper`."""

from __future__ import annotations

import json
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen.cli import main
from menshen.who import given as record
from menshen.who.calls import parsed
from tests.harm.holdings import written

Run = Callable[..., Result]
CALLS = """
[[call]]
victim = "13800138000"
when = 2025-03-10
knew = ["person_name", "mobile_number", "house_unit", "house_layout"]
from = "某中介"
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MENSHEN_GIVEN", str(tmp_path / "given.json"))
    monkeypatch.delenv("MENSHEN_GIVEN_PASSPHRASE", raising=False)
    monkeypatch.delenv("MENSHEN_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    return lambda *args: CliRunner().invoke(main, list(args))


@pytest.fixture
def calls(tmp_path: Path) -> str:
    path = tmp_path / "calls.toml"
    path.write_text(CALLS, encoding="utf-8")
    return str(path)


def test_calls_are_weighed(run: Run, calls: str) -> None:
    result = run("who", calls)
    assert result.exit_code == 1
    assert "不是指控" in result.stdout
    assert "13800138000" not in result.output
    assert json.loads(run("who", calls, "-f", "json").stdout)["accusation"] is False


def test_the_page_goes_to_a_file(run: Run, calls: str, tmp_path: Path) -> None:
    out = tmp_path / "w.html"
    assert run("who", calls, "-f", "html", "-o", str(out)).exit_code == 1
    assert "来电者知道什么" in out.read_text(encoding="utf-8")
    assert run("who", calls, "-o", calls).exit_code == 4


def test_what_he_knew_can_be_ticked_without_a_file(run: Run) -> None:
    result = run("who", "--knew", "手机号码，政府补贴信息,vehicle_purchase", "--when", "2025-05-03")
    assert result.exit_code == 1
    assert "补贴经办" in result.stdout
    assert run("who", "--knew", "手机号码").exit_code == 0


def test_the_empty_form_is_a_file_that_can_be_read(run: Run) -> None:
    text = run("who", "--form").stdout
    assert parsed(tomllib.loads(text)).calls[0].knew == {"person_name", "mobile_number"}
    assert '# "house_layout",  # 户型图/面积' in text
    assert "holder.developer" in text


@pytest.mark.parametrize(
    "args", [(), ("--knew", "x y z"), ("--knew", "age", "--when", "soon"), ("none.toml",)]
)
def test_wrong_use(run: Run, args: tuple[str, ...]) -> None:
    result = run("who", *args)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误：")
    assert result.stderr.count("\n") == 1


def test_the_record_is_kept_and_used(run: Run, calls: str, tmp_path: Path) -> None:
    added = run(
        "given", "add", "--to", "某楼盘", "--holder", "developer", "--what", "房号,户型图", "--when", "2025-03-01",
        "--alias", "王小买",
    )  # fmt: skip
    assert added.exit_code == 0, added.output
    assert stat.S_IMODE((tmp_path / "given.json").stat().st_mode) == 0o600
    assert "王小买" in run("given", "list").stdout
    assert json.loads(run("given", "list", "-f", "json").stdout)["gave"][0]["to"] == "某楼盘"
    raw = CALLS.replace("13800138000", "me")
    Path(calls).write_text(raw, encoding="utf-8")
    assert "某楼盘" in run("who", calls).stdout
    assert "某楼盘" not in run("who", calls, "--no-given").stdout


def test_the_record_is_exported_imported_and_shortened(run: Run, tmp_path: Path) -> None:
    assert "还没有登记" in run("given", "list").stdout
    run("given", "add", "--to", "甲", "--what", "email")
    out = tmp_path / "g.toml"
    assert run("given", "export", str(out)).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "[[gave]]" in run("given", "export", "-").stdout
    assert "其中 0 条是新的" in run("given", "import", str(out)).stdout
    assert run("given", "remove", "1").exit_code == 0
    assert "其中 1 条是新的" in run("given", "import", str(out)).stdout
    assert run("given", "remove", "5").exit_code == 2
    assert run("given", "add", "--to", "甲").exit_code == 2


def test_an_encrypted_record_needs_its_passphrase(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("cryptography")
    monkeypatch.setattr(record, "_N", 1 << 4)
    monkeypatch.setenv("MENSHEN_GIVEN_PASSPHRASE", "open sesame")
    run("given", "add", "--to", "甲", "--what", "email")
    assert "甲" in run("given", "list").stdout
    assert "甲" not in (tmp_path / "given.json").read_text(encoding="utf-8")
    monkeypatch.delenv("MENSHEN_GIVEN_PASSPHRASE")
    result = run("given", "list")
    assert result.exit_code == 2
    assert "MENSHEN_GIVEN_PASSPHRASE" in result.stderr


def test_help_is_chinese_down_to_the_commands_of_the_record(run: Run) -> None:
    for args in (
        ("who",),
        ("harm",),
        ("given",),
        ("given", "add"),
        ("given", "import"),
        ("paper",),
    ):
        shown = run(*args, "--help").stdout
        assert "用法：" in shown, args


@pytest.mark.parametrize("name", ["p.docx", "p.html"])
def test_a_paper_is_written(run: Run, tmp_path: Path, calls: str, name: str) -> None:
    out = tmp_path / name
    report = str(written(tmp_path))
    result = run("paper", "breach", "-o", str(out), "--report", report)
    assert result.exit_code == 0, result.output
    assert "待填" in result.stdout
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run("paper", "complaint", "-o", str(out), "--calls", calls).exit_code == 0


def test_answers_fill_gaps(run: Run, tmp_path: Path) -> None:
    listed = run("paper", "records", "--gaps").stdout
    fill = tmp_path / "fill.toml"
    fill.write_text(listed.replace('""', '"已填"'), encoding="utf-8")
    out = tmp_path / "p.html"
    result = run(
        "paper", "records", "-o", str(out), "--report", str(written(tmp_path)), "--fill", str(fill)
    )
    assert "待填 0 项" in result.stdout
    assert "已填" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("poem", "-o", "p.docx"), 2),
        (("pipia",), 2),
        (("pipia", "-o", "p.pdf"), 2),
        (("pipia", "-o", "p.docx"), 2),
        (("pipia", "-o", "/no/such/folder/p.docx"), 4),
        (("police", "-o", "p.docx", "--calls", "none.toml"), 2),
        (("police", "-o", "p.docx", "--fill", "none.toml"), 2),
    ],
)
def test_wrong_use_of_paper(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("paper", *args)
    assert result.exit_code == code, result.output
    assert result.stderr.startswith("错误：")
    assert not list(tmp_path.glob("p.*"))
