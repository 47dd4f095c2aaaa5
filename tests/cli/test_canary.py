"""`menshen canary`, run inside this process."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from menshen.cli import main
from tests.canary.tables import owners, phones

Run = Callable[..., Result]
PHONES = phones(12)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("MENSHEN_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("MENSHEN_MASTER_KEY", base64.b64encode(bytes(range(32))).decode())
    for name in ("MENSHEN_KEYRING", "MENSHEN_LANG"):
        monkeypatch.delenv(name, raising=False)
    table = owners(300)
    with (tmp_path / "owners.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([table.columns, *table.rows])
    (tmp_path / "numbers.txt").write_text("\n".join(PHONES), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(main, ["canary", *args])


MINT = ("mint", "owners.csv", "--dataset", "业主表", "--numbers", "numbers.txt")


def test_from_minting_to_a_hit(run: Run) -> None:
    answer = run(*MINT)
    assert answer.exit_code == 0
    assert "已造诱饵 12 个" in answer.output
    listed = json.loads(run("list", "--dataset", "业主表", "-f", "json").output)["canaries"]
    assert len(listed) == 12
    assert not any("row" in line for line in listed)
    hit = run("hit", PHONES[4], "--dataset", "业主表", "--when", "2026-03-01")
    assert hit.exit_code == 0
    assert PHONES[4] not in hit.output
    assert run("retire", listed[0]["id"], "--dataset", "业主表").exit_code == 0
    told = run("list", "--dataset", "业主表").output
    assert told.count("已停用") == 1
    assert told.count("命中 1 次，最近 2026-03-01") == 1


def test_the_list_says_when_each_rang_and_in_which_cases_it_counted(run: Run) -> None:
    run("mint", "owners.csv", "--dataset", "owners", "--numbers", "numbers.txt")
    CliRunner().invoke(main, ["release", "owners.csv", "--to", "甲", "-o", "甲.csv"])
    for day in ("2026-03-01", "2026-03-09"):
        assert run("hit", PHONES[4], "--dataset", "owners", "--when", day).exit_code == 0
    done = CliRunner().invoke(main, ["trace", "甲.csv", "--master", "owners.csv", "-f", "json"])
    case = json.loads(done.output)["details"]["case"]
    run("hit", PHONES[4], "--dataset", "owners", "--how", "sms", "--when", "2026-03-12")
    listed = json.loads(run("list", "--dataset", "owners", "-f", "json").output)["canaries"]
    (rung,) = [line["hits"] for line in listed if line["hits"]]
    assert [(h["how"], h["when"][:10], h["cases"]) for h in rung] == [
        ("call", "2026-03-01", [case]), ("call", "2026-03-09", [case]), ("sms", "2026-03-12", []),
    ]  # fmt: skip
    told = run("list", "--dataset", "owners").output
    assert "命中 3 次，最近 2026-03-12" in told
    assert f"算进案子 {case}" in told


def test_rows_are_shown_only_when_asked(run: Run) -> None:
    run(*MINT)
    assert PHONES[0] not in run("list", "--dataset", "业主表").output
    assert PHONES[0] in run("list", "--dataset", "业主表", "--reveal").output


@pytest.mark.parametrize(
    "args",
    [
        ("hit", "13800138000", "--dataset", "业主表"),
        ("retire", "p-0-0", "--dataset", "业主表"),
        ("mint", "none.csv", "--dataset", "业主表", "--numbers", "numbers.txt"),
        ("mint", "owners.csv", "--dataset", "业主表", "--numbers", "none.txt"),
        (*MINT, "--stratum", "没有"),
    ],
)
def test_wrong_use_is_exit_code_2(run: Run, args: tuple[str, ...]) -> None:
    run(*MINT)
    assert run(*args).exit_code == 2


def test_from_a_marked_copy_through_calls_to_a_case(run: Run, tmp_path: Path) -> None:
    """The steps of the chapter in docs/trace.md: mint, release, ring, trace."""

    def menshen(*args: str) -> Result:
        return CliRunner().invoke(main, list(args))

    run("mint", "owners.csv", "--dataset", "owners", "--numbers", "numbers.txt")
    Path("带诱饵.toml").write_text("canaries = 4\n", encoding="utf-8")
    for to in ("甲", "乙", "丙"):
        done = menshen(
            "release", "owners.csv", "--to", to, "-o", f"{to}.csv", "--marks", "带诱饵.toml"
        )
        assert done.exit_code == 0, done.output
    inside = [
        p
        for p in PHONES
        if p in Path("乙.csv").read_text("utf-8-sig").replace(" ", "").replace("-", "")
    ]
    assert len(inside) == 4
    run("hit", inside[0], "--dataset", "owners", "--how", "sms")
    asked = [a for p in inside[1:] for a in ("--canary-hit", p)]
    done = menshen("trace", "--master", "owners.csv", *asked, "-f", "json")
    assert done.exit_code == 0, done.output
    verdict = json.loads(done.output)
    assert verdict["details"]["canary_hits"] == 4
    best = max(verdict["copies"], key=lambda c: c["streams"]["canaries"])
    assert best["recipient"] == "乙"
    assert best["log2_evidence"] == best["streams"]["canaries"] > 2
    assert not any(p in done.output for p in PHONES)
