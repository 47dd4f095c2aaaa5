"""The commands of docs/ledger.md run as they stand there, one after the other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_on_the_ledger_runs_from_end_to_end(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    shutil.copy(ROOT / "examples" / "业主登记表.csv", tmp_path)
    script = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    start = (
        f'menshen() {{ {sys.executable} -m menshen "$@"; }}\npython() {{ {sys.executable} "$@"; }}'
    )
    answer = subprocess.run(
        ["bash", "-c", f"{start}\nset -e\n{script}"], cwd=tmp_path, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("台账完整") == 2
    assert "退出码 4" in answer.stdout
    assert "台账不完整" in answer.stdout
    # thirty-four rows do not always carry evidence enough to accuse: keys are drawn anew
    assert (
        "线索" in (report := (tmp_path / "报告.txt").read_text(encoding="utf-8"))
        or "指认副本" in report
    )
    records = [json.loads(line) for line in (tmp_path / "外发.jsonl").read_text().splitlines()]
    assert [r["record"]["recipient"] for r in records] == ["装修公司甲", "贷款公司乙"]
    assert records[0]["record"]["approval"] == "2026-018"


def test_every_kind_of_entry_stands_on_the_page() -> None:
    page = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    found = set()
    for path in (ROOT / "src" / "menshen").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall('kind: ClassVar\\[str\\] = "([a-z.]+)"', text))
        found |= set(re.findall('_note\\([^,]+, "([a-z.]+)"', text))
    assert {"release", "document", "case", "run", "canary.hit", "key.rotate"} <= found
    assert all(f"`{kind}`" in page for kind in found)
