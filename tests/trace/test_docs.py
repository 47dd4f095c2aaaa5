"""The commands of docs/trace.md and docs/leaving.md run as they stand there, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def ran(page: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the shell commands of a page in a folder that holds the example."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shutil.copy(ROOT / "examples" / "业主登记表.csv", folder)
    script = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    run = f'{sys.executable} "$@"'
    command = f'menshen() {{ {sys.executable} -m menshen "$@"; }}\npython() {{ {run}; }}\nset -e\n{script}'
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"},
    )  # fmt: skip


def test_the_page_on_leaving_runs_from_end_to_end(tmp_path: Path) -> None:
    answer = ran("leaving.md", tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "1. 客服07" in answer.stdout
    assert "读了诱饵记录" in answer.stdout
    told = [line for line in answer.stdout.splitlines() if "规则：" in line]
    words = [line.partition("：")[0].partition("（")[0] for line in told]
    assert words == ["放行", "拒绝", "须先加标记", "放行", "须先脱敏"]
    assert "已脱敏写入 一人-脱敏.csv" in answer.stdout
    assert '"decision": "redact"' in answer.stdout
    assert "钟毅" not in answer.stdout + (tmp_path / "一人-脱敏.csv").read_text(
        encoding="utf-8-sig"
    )


def test_the_how_to_runs_from_end_to_end(tmp_path: Path) -> None:
    answer = ran("trace.md", tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "已外发" in answer.stdout
    assert "指认副本" in answer.stdout
    assert "贷款公司乙" in answer.stdout
    assert "台账完整" in answer.stdout
    assert (tmp_path / "溯源报告.html").exists()
    assert "已外发文件给 贷款公司乙" in answer.stdout
    assert "原件：通知.txt" in answer.stdout
    assert answer.stdout.count("指认副本") >= 3
