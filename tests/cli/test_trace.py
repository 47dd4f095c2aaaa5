"""The commands release, plan and trace: exit codes, forms, and what they refuse."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from menshen.cli import main
from tests.marks.paper.test_paper import PLAIN
from tests.trace.material import put, register


@pytest.fixture
def master(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MENSHEN_MASTER_KEY", base64.b64encode(b"m" * 32).decode())
    monkeypatch.setenv("MENSHEN_LEDGER", str(tmp_path / "台账.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "通知.md").write_text("通知\n\n周三停水。\n", encoding="utf-8")
    return put(tmp_path / "业主.csv", register(120))


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, args, prog_name="menshen")
    return done.exit_code, done.output


def test_a_release_writes_the_copy_and_its_receipt(master: Path, tmp_path: Path) -> None:
    code, told = run("release", str(master), "--to", "甲", "-o", "甲.xlsx", "--receipt", "回执.txt")
    assert code == 0
    assert "已外发 120 行给 甲" in told
    assert (tmp_path / "甲.xlsx").exists()
    assert "外发回执" in (tmp_path / "回执.txt").read_text(encoding="utf-8")


def test_a_release_as_json(master: Path) -> None:
    code, told = run("release", str(master), "--to", "甲", "-o", "甲.csv", "-f", "json")
    made: dict[str, Any] = json.loads(told)
    assert code == 0
    assert made["rows"] == 120
    assert {"id", "copy", "digest", "head", "distortion"} <= made.keys()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("release", "业主.csv", "--to", "甲", "-o", "业主.csv"), 4),
        (("release", "业主.csv", "--to", "甲", "-o", "甲.docx"), 2),
        (("release", "业主.csv", "-o", "甲.csv"), 2),
        (("release", "没有.csv", "--to", "甲", "-o", "甲.csv"), 3),
        (("release", "业主.csv", "--to", "甲", "-o", "甲.csv", "--columns", "没有"), 2),
        (("release", "业主.csv", "--to", "甲", "-o", "甲.csv", "--marks", "没有.toml"), 2),
        (("trace", "--master", "业主.csv"), 2),
        (("trace", "业主.csv"), 2),
        (("plan", "业主.csv", "--leak", "什么"), 2),
        (("trace", "业主.csv", "--master", "业主.csv", "--document", "业主.csv"), 2),
        (("trace", "业主.csv", "--document", "没有.docx"), 4),
        (("trace", "业主.csv", "--document", "通知.md", "--seen", "2026-01-01"), 2),
        (("release", "通知.md", "--to", "甲", "-o", "甲.md", "--columns", "手机"), 2),
        (("release", "通知.md", "--to", "甲", "-o", "甲.csv"), 3),
    ],
    ids=lambda a: " ".join(a) if isinstance(a, tuple) else str(a),
)
def test_wrong_use_and_refusals(master: Path, args: tuple[str, ...], code: int) -> None:
    before = master.read_bytes()
    assert run(*args)[0] == code
    assert master.read_bytes() == before
    assert not Path("甲.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("calls.toml", '[[call]]\nvictim = "13800138000"\nknew = ["钟毅"]\n', "有不存在的类型"),
        (
            "calls.toml",
            '\ufeff[[call]]\nvictim = "13800138000"\nknew = 3\n',
            "knew 是类型编号的列表",
        ),
        ("calls.toml", "姓名,钟毅", "不是 UTF-8 的 TOML"),
    ],
)
def test_what_is_wrong_with_calls_is_said_without_a_value(
    master: Path, tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    run("release", str(master), "--to", "甲", "-o", "甲.csv")
    code, said = run("trace", "--master", str(master), "--known-facts", name)
    assert code in {2, 3}
    assert told in said
    assert "钟毅" not in said
    assert "13800138000" not in said


def test_a_number_of_no_canary_and_a_leak_without_rows_are_said(
    master: Path, tmp_path: Path
) -> None:
    run("release", str(master), "--to", "甲", "-o", "甲.csv")
    (tmp_path / "空.csv").write_text("姓名,手机\n", encoding="utf-8")
    code, told = run("trace", "空.csv", "--master", str(master), "--canary-hit", "13800138000")
    assert code == 0
    assert "读不出任何一行记录" in told
    assert "有 1 个号码不是这个数据集的诱饵" in told
    assert "可能性" not in told
    assert "13800138000" not in told


def test_a_master_that_is_not_there_is_an_error(master: Path) -> None:
    run("release", str(master), "--to", "甲", "-o", "甲.csv")
    code, told = run("trace", "甲.csv", "--master", "没有.csv")
    assert code == 3
    assert "没有.csv：没有这个文件或目录" in told


def test_a_copy_that_could_never_be_traced_says_so(master: Path, tmp_path: Path) -> None:
    put(tmp_path / "一人.csv", [["钟毅", "13800138000"]], ("姓名", "手机"))
    code, told = run("release", "一人.csv", "--to", "甲", "-o", "甲.csv")
    assert code == 0
    assert "不够" in told
    assert "钟毅" not in told


def test_nothing_released_is_no_accusation(master: Path) -> None:
    run("release", str(master), "--to", "甲", "-o", "甲.csv", "--dataset", "别的")
    code, told = run("trace", "甲.csv", "--master", str(master))
    assert code == 0
    assert "不作指认" in told
    assert "没有这个数据集的外发记录" in told


def test_an_unreadable_leak_wins_over_the_answer(master: Path, tmp_path: Path) -> None:
    run("release", str(master), "--to", "甲", "-o", "甲.csv")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    code, told = run("trace", "甲.csv", "坏.xlsx", "--master", str(master))
    assert code == 3
    assert "指认副本" in told
    assert "坏.xlsx" in told


def test_english(master: Path) -> None:
    run("release", str(master), "--to", "甲", "-o", "甲.csv")
    code, told = run("trace", "甲.csv", "--master", str(master), "--lang", "en")
    assert code == 1
    assert "Copy accused" in told
    assert "not about a person" in told


def test_numbers_of_canaries_stay_out_of_the_report(master: Path) -> None:
    from menshen.cli.trace import _command

    told = _command(["trace", "a b.csv", "--canary-hit", "13800138000", "--canary-hit=13900139000"])
    assert "13800138000" not in told
    assert "13900139000" not in told
    assert "'a b.csv'" in told


def test_a_plan_names_remedies_and_json_has_them(master: Path) -> None:
    code, told = run("plan", str(master), "--leak", "规范化 50", "--recipients", "200")
    assert code == 0
    assert "诱饵" in told or "每方只给" in told
    code, told = run("plan", str(master), "-f", "json")
    assert json.loads(told)["threshold"] == pytest.approx(24.25, abs=0.01)


def test_a_document_is_released_and_traced(master: Path, tmp_path: Path) -> None:
    (tmp_path / "通知.md").write_text(PLAIN, encoding="utf-8")
    for to in ("甲", "乙"):
        code, told = run(
            "release", "通知.md", "--to", to, "-o", f"{to}.md", "--receipt", "回执.txt"
        )
        assert code == 0
        assert f"已外发文件给 {to}" in told
    assert "原件摘要" in (tmp_path / "回执.txt").read_text(encoding="utf-8")
    code, told = run("trace", "乙.md", "--document", "通知.md", "-f", "json")
    assert code == 1
    verdict = json.loads(told)
    assert [c["recipient"] for c in verdict["copies"] if c["copy"] in verdict["accused"]] == ["乙"]
    code, told = run("trace", "乙.md", "--document", "通知.md", "-f", "html", "-o", "报告.html")
    assert code == 1
    assert "通知.md" in (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert run("trace", "乙.md", "没有.md", "--document", "通知.md")[0] == 3
    assert run("trace", "通知.md", "--document", "通知.md")[0] == 0


def test_a_workbook_may_be_released_as_a_document(master: Path, tmp_path: Path) -> None:
    run("release", str(master), "--to", "存档", "-o", "表.xlsx")
    code, told = run(
        "release", "表.xlsx", "--document", "--to", "甲", "-o", "甲.xlsx", "-f", "json"
    )
    assert code == 0
    assert json.loads(told)["form"] == "excel"


def test_a_document_with_few_places_says_so(master: Path, tmp_path: Path) -> None:
    (tmp_path / "短.md").write_text("共3人……", encoding="utf-8")
    code, told = run("release", "短.md", "--to", "甲", "-o", "甲.md")
    assert code == 0
    assert "标记位少于" in told
