"""Who sold the list: requirements L1, L4 and L5, and the house story from release to trace."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import menshen
from menshen.cli import main
from menshen.marks.canonical import phone
from menshen.store.keyring import Keyring
from tests.trace.material import House, got, put, register

EXAMPLE = Path(__file__).parents[2] / "examples" / "业主登记表.csv"
KEYS = Keyring.from_master(b"k" * 32)


def test_l1_a_copy_secretly_sold_by_an_insider_is_found_and_the_copy_named(tmp_path: Path) -> None:
    ledger = str(tmp_path / "台账.db")
    for name in ("装修公司甲", "贷款公司乙", "物业客服组"):
        menshen.release(
            EXAMPLE, tmp_path / f"{name}.csv", to=menshen.Recipient(name, kind="partner"),
            ledger=ledger, keys=KEYS, purpose="收房服务", marks=menshen.MarkPolicy(format="block", value={"面积": 0.03}),
        )  # fmt: skip
    verdict = menshen.trace(tmp_path / "贷款公司乙.csv", master=EXAMPLE, ledger=ledger, keys=KEYS)
    assert verdict.verdict == "ACCUSED"
    assert [c.recipient for c in verdict.copies if c.copy in verdict.accused] == ["贷款公司乙"]
    assert "copy_not_person" in verdict.assumptions


def test_l4_what_the_caller_knew_ranks_the_sources(tmp_path: Path) -> None:
    house = House.built(tmp_path)
    house.released("听澜苑销售组", where=["地址~听澜苑"])
    house.released("快递代收点", columns=["姓名", "手机"])
    house.released("广告公司")
    victims = [r for r in register() if r[2].startswith("听澜苑")][:6]
    calls = "\n".join(
        f'[[call]]\nvictim = "{r[1]}"\nwhen = 2030-01-0{n}\n'
        f'knew = ["person_name", "house_unit", "house_layout"]\nsaid = "装修"'
        for n, r in enumerate(victims, 1)
    )
    (tmp_path / "calls.toml").write_text(calls, encoding="utf-8")
    verdict = menshen.trace(
        [], master=house.master, ledger=house.ledger, keys=house.keys,
        known_facts=tmp_path / "calls.toml",
    )  # fmt: skip
    order = [c.recipient for c in sorted(verdict.copies, key=lambda c: c.rank)]
    assert order == ["听澜苑销售组", "广告公司", "快递代收点"]
    assert verdict.verdict in {"LEAD", "NOT_EXCLUDED"}
    assert verdict.accused == ()


def test_l5_the_caller_need_not_be_who_leaked(tmp_path: Path) -> None:
    """A list resold with others' rows between, its columns renamed and the formats half lost."""
    house = House.built(tmp_path)
    copies = {name: house.released(name) for name in ("中介甲", "中介乙", "装修丙")}
    sold = [[r[2], r[1].replace(" ", ""), r[5]] for r in copies["中介乙"][:150]]
    bought = [[r[2], r[1], r[5]] for r in register(60, seed=5)]
    verdict = house.traced([*bought, *sold], ("房子", "联系", "成交"))
    assert [c.recipient for c in verdict.copies if c.copy in verdict.accused] == ["中介乙"]
    from menshen.trace.account import account

    told = "".join(line for section in account(verdict, "zh") for line in section.lines)
    assert "打电话的人未必是泄露的人" in told
    assert "转卖" in told


def test_the_house_story_from_release_to_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The developer releases its register; a week later strangers know the flat and its plan."""
    master = put(tmp_path / "业主.csv", register())
    monkeypatch.setenv("MENSHEN_MASTER_KEY", base64.b64encode(b"m" * 32).decode())
    monkeypatch.setenv("MENSHEN_LEDGER", str(tmp_path / "台账.db"))
    (tmp_path / "标记.toml").write_text('[value]\n"总价" = 40\n', encoding="utf-8")

    def run(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, args, standalone_mode=False)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        code = done.exception.code if isinstance(done.exception, SystemExit) else done.return_value
        return int(code or 0), done.output

    code, told = run("plan", str(master), "--recipients", "3", "--leak", "规范化 10%")
    assert code == 0
    assert "不能" in told
    for name in ("装修公司", "贷款中介", "物业"):
        code, told = run(
            "release", str(master), "--to", name, "-o", str(tmp_path / f"{name}.csv"),
            "--marks", str(tmp_path / "标记.toml"), "--purpose", "收房",
        )  # fmt: skip
        assert code == 0
        assert name in told
    chat = tmp_path / "群聊.txt"
    rows = got(tmp_path / "贷款中介.csv")[40:60]
    chat.write_text(
        "\n".join(["新房业主，需要的私聊", *(f"{r[0]} {r[1]} {r[2]} {r[3]} {r[5]}" for r in rows)]),
        encoding="utf-8",
    )
    code, told = run("trace", str(chat), "--master", str(master), "-f", "json")
    verdict = json.loads(told)
    assert code == 1
    assert verdict["verdict"] == "ACCUSED"
    assert verdict["linked"] == 20
    (accused,) = [c for c in verdict["copies"] if c["copy"] in verdict["accused"]]
    assert accused["recipient"] == "贷款中介"
    assert set(verdict) >= {
        "verdict", "reason", "threshold_log2", "copies", "accused", "linked", "unlinked", "assumptions",
    }  # fmt: skip
    assert set(accused) >= {"copy", "recipient", "verdict", "log2_evidence", "rank", "streams"}
    for row in register():
        assert phone(row[1])[3:] not in told
    code, told = run("trace", str(chat), "--master", str(master))
    assert code == 1
    for word in ("指认副本", "误指", "前提", "不是关于某个人的", "台账链头"):
        assert word in told
    code, _ = run("trace", str(chat), "--master", str(master), "-f", "html", "-o", str(tmp_path / "报告.html"))  # fmt: skip
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    code, told = run("ledger", "verify")
    assert code == 0
