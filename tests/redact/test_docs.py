"""Every command and every line of Python in docs/redact.md runs and does what it says."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from menshen.cli import main
from menshen.policy import Policy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "redact.md").read_text("utf-8")


def fenced(language: str) -> list[str]:
    """Return the blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def commands() -> list[list[str]]:
    """Return the arguments of each command, in the order of the page."""
    lines = [line for block in fenced("sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("menshen ")]


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("examples").mkdir()
    for name in ("快递面单.txt", "业主登记表.csv"):
        shutil.copy(ROOT / "examples" / name, "examples")
    Path("examples/a.txt").write_text("姓名：张三丰，手机13800138000\n", "utf-8")
    asked = commands()
    assert len(asked) >= 8
    for arguments in asked:
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, (arguments, done.output)
    assert "〔姓名" in Path("a.txt").read_text("utf-8")
    assert Path("report.html").stat().st_size > 500
    assert Path("back/a.txt").read_bytes() == Path("examples/a.txt").read_bytes()


def test_the_python_runs() -> None:
    for block in fenced("python"):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block, "docs/redact.md", "exec"), {})
        assert out.getvalue().splitlines() == re.findall("  # (.*)", block)[1:]


def test_the_policy_is_one() -> None:
    for block in fenced("toml"):
        rules = Policy.parse(block).redact
        assert rules.styles["person_name"] == "surrogate"
