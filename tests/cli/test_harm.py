"""`menshen harm`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen.cli import main
from tests.harm.holdings import report, written


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["harm", *args])


def test_a_report_is_weighed(tmp_path: Path) -> None:
    result = run(str(written(tmp_path)))
    assert result.exit_code == 1
    assert "冒充政府人员发补贴" in result.stdout
    assert "去掉或遮盖" in result.stdout


def test_json_and_page(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    assert json.loads(run(path, "-f", "json").stdout)["people"] == 3
    out = tmp_path / "h.html"
    assert run(path, "-f", "html", "-o", str(out)).exit_code == 1
    assert "<!doctype html>" in out.read_text(encoding="utf-8")


def test_columns_without_a_report() -> None:
    result = run("--columns", "姓名，手机号,户型图/面积", "--people", "500", "-f", "json")
    plain = json.loads(result.stdout)
    assert plain["people"] == 500
    assert "decoration_harassment" in [r["id"] for r in plain["possible"]]


def test_nothing_made_for_anybody_is_zero() -> None:
    assert run("--columns", "diagnosis").exit_code == 0


def test_one_person_and_a_gain(tmp_path: Path) -> None:
    result = run(str(written(tmp_path)), "--person", "p2", "--gain", "6000")
    assert "违法所得 6,000 元" in result.stdout
    assert run(str(written(tmp_path)), "--person", "p7").exit_code == 2


@pytest.mark.parametrize("args", [(), ("--columns", " , "), ("r.json", "--columns", "age")])
def test_wrong_use(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误：")
    assert result.stderr.count("\n") == 1


def test_errors_are_chinese_and_hold_no_value(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text('{"run": "13800138000"', encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 2
    assert "这不是扫描报告" in result.stderr
    assert "13800138000" not in result.stderr


def test_the_report_itself_is_not_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert run(str(path), "-o", str(path)).exit_code == 4
    assert json.loads(path.read_text(encoding="utf-8")) == report()


def test_english(tmp_path: Path) -> None:
    result = run(str(written(tmp_path)), "--lang", "en")
    assert "fake government subsidy" in result.stdout
