"""What is no personal information any more: requirements A1 and A2, as far as documents go."""

from __future__ import annotations

from pathlib import Path

import pytest

import menshen
from menshen import taxonomy
from menshen.policy import Policy
from menshen.transforms import BUILTIN, replaced
from tests.transforms.samples import finding, setting

KEY = bytes(range(32))
TEXT = (
    "姓名：张三丰，出生日期：1985年3月12日，手机13800138000，住北京市朝阳区建国路88号院3号楼502室\n"
)


@pytest.mark.parametrize(
    "style", ["mask", "surrogate", "token", "fpe", "generalize", "label", "delete"]
)
def test_a1_information_is_taken_out_and_nothing_identifying_is_left(
    style: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    menshen.redact(tmp_path / "a.txt", tmp_path / "b.txt", style=style, key=KEY)
    text = (tmp_path / "b.txt").read_text("utf-8")
    for value in ("张三丰", "1985年3月12日", "13800138000", "建国路88号院3号楼502室"):
        assert value not in text
    assert menshen.verify(tmp_path / "a.txt", tmp_path / "b.txt").intact


def test_a1_pseudonyms_can_be_undone_only_with_the_key_and_until_erased(tmp_path: Path) -> None:
    from menshen.store.vault import Vault

    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    menshen.redact(
        tmp_path / "a.txt", tmp_path / "b.txt", style="token", key=KEY, vault=tmp_path / "v"
    )
    menshen.restore(tmp_path / "b.txt", tmp_path / "c.txt", vault=tmp_path / "v", key=KEY)
    assert (tmp_path / "c.txt").read_text("utf-8") == TEXT
    with pytest.raises(menshen.VaultError):
        menshen.restore(tmp_path / "b.txt", tmp_path / "d.txt", vault=tmp_path / "v", key=bytes(32))
    with Vault.open(tmp_path / "v", KEY) as vault:
        vault.erase(["张三丰", "13800138000"])
    menshen.restore(tmp_path / "b.txt", tmp_path / "e.txt", vault=tmp_path / "v", key=KEY)
    assert "张三丰" not in (tmp_path / "e.txt").read_text("utf-8")


@pytest.mark.parametrize("kind", [kind.id for kind in taxonomy.types()])
def test_a2_every_kind_has_a_way_to_be_taken_out(kind: str) -> None:
    for style in BUILTIN:
        if (style, kind) != ("surrogate", "gender"):
            assert (
                replaced(finding(kind, "张三丰13800138000"), setting(style)) != "张三丰13800138000"
            )


def test_a2_a_policy_gives_every_kind_its_own(tmp_path: Path) -> None:
    rules = "\n".join(f'{kind.id} = "label"' for kind in taxonomy.types())
    policy = Policy.parse(f"[redact.styles]\n{rules}\n")
    assert {policy.redact.style_of(kind.id) for kind in taxonomy.types()} == {"label"}
