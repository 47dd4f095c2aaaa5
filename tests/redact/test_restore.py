"""Restoring: byte for byte, or by stand-in, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

import menshen
from menshen.errors import VaultError
from menshen.policy import Policy
from menshen.store.vault import Vault
from tests.formats.documents import DOCUMENTS

KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, data in DOCUMENTS.items():
        (tmp_path / "in" / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize("style", ["label", "token", "surrogate", "fpe"])
@pytest.mark.parametrize("crypto", ["standard", "sm"])
def test_every_text_format_comes_back_byte_for_byte(style: str, crypto: str, folder: Path) -> None:
    policy = Policy.parse(f'[redact]\ncrypto = "{crypto}"\n')
    done = menshen.redact(
        folder / "in", folder / "out", style=style, policy=policy, vault=folder / "v", key=KEY
    )
    assert not done.failures
    back = menshen.restore(folder / "out", folder / "back", vault=folder / "v", key=KEY)
    assert not back.failures
    assert all(output.exact for output in back.outputs)
    for name, data in DOCUMENTS.items():
        assert (folder / "out" / name).read_bytes() != data
        assert (folder / "back" / name).read_bytes() == data, name


def test_a_document_that_was_changed_is_restored_by_stand_in(folder: Path) -> None:
    source, out = folder / "in" / "plain.txt", folder / "o.txt"
    menshen.redact(source, out, style="label", vault=folder / "v", key=KEY)
    out.write_text("回复：请联系〔姓名1〕，拨打〔手机号码1〕。\n", "utf-8")
    (done,) = menshen.restore(out, folder / "b.txt", vault=folder / "v", key=KEY).outputs
    assert not done.exact
    assert done.values == 2
    assert (folder / "b.txt").read_text("utf-8") == "回复：请联系张三丰，拨打138-0013-8000。\n"


def test_numbers_go_on_where_the_vault_ends(folder: Path) -> None:
    first, second = folder / "in" / "plain.txt", folder / "x.txt"
    second.write_text("姓名：李四光，手机13900139000；姓名：张三丰\n", "utf-8")
    for number, source in enumerate((first, second)):
        menshen.redact(source, folder / f"{number}.txt", style="label", vault=folder / "v", key=KEY)
    text = (folder / "1.txt").read_text("utf-8")
    assert text == "姓名：〔姓名2〕，手机〔手机号码2〕；姓名：〔姓名1〕\n"


def test_names_of_files_come_back(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "张三丰13800138000.txt").write_text("姓名：张三丰，手机13800138000", "utf-8")
    menshen.redact(tmp_path / "in", tmp_path / "out", style="label", vault=tmp_path / "v", key=KEY)
    menshen.restore(tmp_path / "out", tmp_path / "back", vault=tmp_path / "v", key=KEY)
    assert [p.name for p in (tmp_path / "back").iterdir()] == ["张三丰13800138000.txt"]


def test_a_wrong_key_gives_nothing_out(folder: Path) -> None:
    menshen.redact(folder / "in", folder / "out", style="label", vault=folder / "v", key=KEY)
    with pytest.raises(VaultError):
        menshen.restore(folder / "out", folder / "back", vault=folder / "v", key=bytes(32))
    assert not (folder / "back").exists()


def test_what_was_erased_stays_away_and_the_rest_comes_back(folder: Path) -> None:
    source, out = folder / "in" / "table.csv", folder / "o.csv"
    menshen.redact(source, out, style="label", vault=folder / "v", key=KEY)
    with Vault.open(folder / "v", KEY) as vault:
        assert vault.erase(["张三丰"]) >= 2
    (done,) = menshen.restore(out, folder / "b.csv", vault=folder / "v", key=KEY).outputs
    text = (folder / "b.csv").read_text("utf-8-sig")
    assert not done.exact
    assert "张三丰" not in text
    assert "13800138000" not in text
    assert "〔姓名1〕" in text
    assert "李四光,13900139000" in text


def test_a_tampered_output_is_not_passed_off_as_the_original(folder: Path) -> None:
    source, out = folder / "in" / "plain.txt", folder / "o.txt"
    menshen.redact(source, out, style="label", vault=folder / "v", key=KEY)
    out.write_bytes(out.read_bytes().replace("12 件".encode(), "13 件".encode()))
    (done,) = menshen.restore(out, folder / "b.txt", vault=folder / "v", key=KEY).outputs
    assert not done.exact


def test_stand_ins_are_one_to_one_within_a_vault_over_several_runs(tmp_path: Path) -> None:
    signs = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚波辉玲桂宇浩欣怡佳雪梅兰竹松柏"
    names = [f"张{a}" for a in signs] + [f"李{a}{b}" for a in signs[:8] for b in signs[:8]]
    texts = [
        "".join(f"姓名：{name}，手机：13{n:09d}\n" for n, name in enumerate(part, 500_000_000 + k))
        for k, part in enumerate((names[:60], names[40:], names))
    ]
    for number, text in enumerate(texts):
        source, out = tmp_path / f"{number}.txt", tmp_path / f"o{number}.txt"
        source.write_text(text, "utf-8")
        menshen.redact(source, out, style="surrogate", vault=tmp_path / "v", key=KEY)
    with Vault.open(tmp_path / "v", KEY) as vault:
        entries = list(vault.entries())
        standins = [entry.standin for entry in entries]
        assert len(set(standins)) == len(entries) >= 200
        assert len(vault.originals()) == len(entries)
    first, last = ((tmp_path / f"o{n}.txt").read_text("utf-8") for n in (0, 2))
    told = [line.partition("，")[0] for line in first.splitlines()]
    assert told == [line.partition("，")[0] for line in last.splitlines()][: len(told)]
    (tmp_path / "answer.txt").write_text(last.replace("姓名", "客户"), "utf-8")
    menshen.restore(tmp_path / "answer.txt", tmp_path / "b.txt", vault=tmp_path / "v", key=KEY)
    back = (tmp_path / "b.txt").read_text("utf-8")
    assert back == texts[2].replace("姓名", "客户")
