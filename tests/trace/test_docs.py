"""The commands of docs/trace.md run as they stand there, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_how_to_runs_from_end_to_end(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "trace.md").read_text(encoding="utf-8")
    shutil.copy(ROOT / "examples" / "业主登记表.csv", tmp_path)
    script = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    command = f'menshen() {{ {sys.executable} -m menshen "$@"; }}\nset -e\n{script}'
    answer = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "已外发" in answer.stdout
    assert "指认副本" in answer.stdout
    assert "贷款公司乙" in answer.stdout
    assert "台账完整" in answer.stdout
    assert (tmp_path / "溯源报告.html").exists()
    assert "已外发文件给 贷款公司乙" in answer.stdout
    assert "原件：通知.txt" in answer.stdout
    assert answer.stdout.count("指认副本") >= 3
