"""The vault: sealed, whole or refused, and erasable."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import UsageError, VaultError
from menshen.store.keys import from_passphrase
from menshen.store.vault import Old, Record, Vault, begun, salt_of

KEY = bytes(range(32))


class Value(NamedTuple):
    type: str
    normal: str
    written: str
    standin: str
    person: str | None = None


ZHANG = (
    Value("person_name", "张三丰", "张三丰", "〔姓名1〕", "p1"),
    Value("mobile_number", "+8613800138000", "138 0013 8000", "〔手机号码1〕", "p1"),
    Value("home_address", "某路1号", "某路1号", "〔家庭住址1〕", "p1"),
)
LI = (
    Value("person_name", "李四光", "李四光", "〔姓名2〕", "p2"),
    Value("home_address", "某路1号", "某路1号", "〔家庭住址1〕", "p2"),
)


def filled(path: Path, crypto: str = "standard") -> Vault:
    vault = Vault.at(path, KEY, crypto)
    people: dict[str, str] = {}
    for value in (*ZHANG, *LI):
        vault.take(value, people)
    old = [Old(0, 5, "张三丰".encode(), (vault.number(ZHANG[0]),)),
           Old(9, 5, "李四光".encode(), (vault.number(LI[0]),))]  # fmt: skip
    vault.keep(Record("d" * 64, "s" * 64, "a.txt", exact=True, old=old))
    vault.save()
    return vault


@pytest.mark.parametrize("crypto", ["standard", "sm"])
def test_what_was_kept_is_there_again_and_not_in_the_clear(crypto: str, tmp_path: Path) -> None:
    filled(tmp_path / "v", crypto)
    data = (tmp_path / "v").read_bytes()
    assert ("SM4" in data[:99].decode("latin-1")) == (crypto == "sm")
    for value in ("张三丰", "138 0013 8000", "姓名"):
        assert value.encode() not in data
    assert (tmp_path / "v").stat().st_mode & 0o777 == 0o600
    again = Vault.open(tmp_path / "v", KEY)
    assert again.originals()["〔手机号码1〕"] == "138 0013 8000"
    assert sorted(again.numbers()) == [
        ("姓名", "张三丰", 1), ("姓名", "李四光", 2), ("家庭住址", "某路1号", 1), ("手机号码", "+8613800138000", 1)
    ]  # fmt: skip
    record = again.record("d" * 64)
    assert record is not None
    assert record.old[0].data == "张三丰".encode()


def test_another_key_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "v")
    with pytest.raises(VaultError, match="does not open"):
        Vault.open(tmp_path / "v", bytes(32))


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_changed_bit_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: float, bit: int
) -> None:
    path = tmp_path_factory.mktemp("v") / "v"
    filled(path)
    data = bytearray(path.read_bytes())
    place = int(at * len(data))
    data[place] ^= 1 << bit
    path.write_bytes(bytes(data))
    with pytest.raises(VaultError):
        Vault.open(path, KEY)


@settings(deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_a_vault_that_was_cut_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: float
) -> None:
    path = tmp_path_factory.mktemp("v") / "v"
    filled(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(at * len(data))])
    with pytest.raises(VaultError):
        Vault.open(path, KEY)


def test_pieces_cannot_be_dropped_or_swapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("menshen.store.vault._PIECE", 64)
    filled(tmp_path / "v")
    head, _, sealed = (tmp_path / "v").read_bytes().partition(b"\n")
    pieces = []
    while sealed:
        size = 4 + 12 + int.from_bytes(sealed[:4], "big")
        pieces.append(sealed[:size])
        sealed = sealed[size:]
    assert len(pieces) > 3
    Vault.open(tmp_path / "v", KEY)
    for changed in (
        pieces[:-1],
        pieces[1:],
        [pieces[1], pieces[0], *pieces[2:]],
        pieces + pieces[-1:],
    ):
        (tmp_path / "w").write_bytes(head + b"\n" + b"".join(changed))
        with pytest.raises(VaultError):
            Vault.open(tmp_path / "w", KEY)


def test_erasing_takes_a_person_and_leaves_the_others(tmp_path: Path) -> None:
    with Vault.open(filled(tmp_path / "v")._path, KEY) as vault:
        assert vault.erase(["13800138000"]) == 2
    vault = Vault.open(tmp_path / "v", KEY)
    left = vault.originals()
    assert left == {"〔姓名2〕": "李四光", "〔家庭住址1〕": "某路1号"}
    record = vault.record("d" * 64)
    assert record is not None
    assert [old.data for old in record.old] == ["李四光".encode()]
    assert not record.exact
    assert vault.erase(["没有这个人"]) == 0


def test_a_value_that_two_stand_ins_share_is_not_guessed(tmp_path: Path) -> None:
    vault = Vault.at(tmp_path / "v", KEY)
    for name in ("张三", "李四"):
        vault.take(Value("person_name", name, name, "王五"), {})
    assert vault.originals() == {}


def test_a_passphrase_opens_a_vault(tmp_path: Path) -> None:
    begun(tmp_path / "v", "天地玄黄").save()
    assert (
        list(
            Vault.open(
                tmp_path / "v", from_passphrase("天地玄黄", salt_of(tmp_path / "v"))
            ).entries()
        )
        == []
    )
    with pytest.raises(UsageError):
        begun(tmp_path / "v", "x")
    with pytest.raises(UsageError):
        salt_of(tmp_path / "none")


@pytest.mark.parametrize(
    "data", [b"", b"{}\n", b"hello", b'{"menshen-vault": 9, "cipher": "x", "salt": ""}\n']
)
def test_what_is_no_vault_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "v").write_bytes(data)
    with pytest.raises(VaultError):
        Vault.open(tmp_path / "v", KEY)


def test_no_repr_shows_a_value(tmp_path: Path) -> None:
    vault = filled(tmp_path / "v")
    shown = [repr(vault), *map(repr, vault.entries()), repr(vault.record("d" * 64))]
    assert "张三丰" not in "".join(shown)


def test_what_was_kept_is_saved_though_the_run_breaks_off(tmp_path: Path) -> None:
    """Its outputs are in place, and nothing else could restore them."""
    with pytest.raises(RuntimeError), Vault.at(tmp_path / "v", KEY) as vault:  # noqa: PT012 - it fails inside on purpose
        vault.take(ZHANG[0], {})
        raise RuntimeError
    assert len(list(Vault.open(tmp_path / "v", KEY).entries())) == 1


def test_two_cannot_write_one_vault(tmp_path: Path) -> None:
    for there in (False, True):
        path = tmp_path / f"v{there}"
        if there:
            Vault.at(path, KEY).save()
        late = Vault.at(path, KEY)
        with Vault.at(path, KEY) as vault:
            for other in (late, Vault.at(path, KEY)):
                with pytest.raises(VaultError, match="another process"), other:
                    pass
            vault.take(ZHANG[0], {})
            vault.save()
            with pytest.raises(VaultError, match="another process"), Vault.at(path, KEY):
                pass
        with pytest.raises(VaultError, match="another process"), late:
            pass
        assert len(list(Vault.open(path, KEY).entries())) == 1


def test_a_long_run_saves_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Vault.at(tmp_path / "v", KEY) as vault:
        vault.take(ZHANG[0], {})
        vault.save_now_and_then()
        assert not list(Vault.open(tmp_path / "v", KEY).entries())
        monkeypatch.setattr("menshen.store.vault._OFTEN", -1.0)
        vault.save_now_and_then()
        assert list(Vault.open(tmp_path / "v", KEY).entries())
