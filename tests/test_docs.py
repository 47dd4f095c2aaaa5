"""The documentation is a tested surface."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from menshen.cli import COMMANDS, command

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
)


def test_generated_pages_are_current() -> None:
    answer = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_stands_in_the_docs(name: str) -> None:
    page = command(name)
    assert page.help
    assert all(p.help for p in page.params if isinstance(p, click.Option) and not p.hidden)
    assert f"## menshen {name}" in (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    assert f"menshen {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def shell_lines(readme: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("menshen ")]


@pytest.mark.parametrize("line", shell_lines("README.md") + shell_lines("README.en.md"))
def test_every_readme_command_runs(line: str, tmp_path: Path) -> None:
    command = (
        line.split("  #", maxsplit=1)[0]
        .split(" #", maxsplit=1)[0]
        .replace("report.html", str(tmp_path / "r.html"))
    )
    command = command.replace("menshen ", f"{sys.executable} -m menshen ", 1)
    answer = subprocess.run(
        command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode in {0, 1}, answer.stderr


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_readme_python_runs(readme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / readme).read_text(encoding="utf-8")
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(block.replace("jobs=2", "jobs=1"), readme, "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"
