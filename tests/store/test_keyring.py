"""The keyring: locked, private, separable by role, rotated without losing what was marked."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import stat
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.errors import EncryptedError, KeyringError, MenshenError, UsageError
from menshen.store.keyring import Keyring, Role
from menshen.store.locked import locked, unlocked

PASSPHRASE = "三更半夜守门神"
QUICK = 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def keyring(path: Path) -> Keyring:
    made = Keyring.create(path, PASSPHRASE, cost=QUICK)
    made.add("业主表")
    return made


def test_what_is_written_is_read_again(keyring: Keyring, path: Path) -> None:
    again = Keyring.open(path, PASSPHRASE)
    for role in ("release", "trace"):
        assert again.key("业主表", role).sub("sym") == keyring.key("业主表", role).sub("sym")
    assert list(again) == list(keyring)


def test_the_passphrase_may_come_from_the_environment(
    keyring: Keyring, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENSHEN_KEYRING_PASSPHRASE", PASSPHRASE)
    assert list(Keyring.open(path)) == list(keyring)
    monkeypatch.delenv("MENSHEN_KEYRING_PASSPHRASE")
    with pytest.raises(UsageError, match="MENSHEN_KEYRING_PASSPHRASE"):
        Keyring.open(path)


def test_both_roles_compute_the_same_marks_and_hold_secrets_of_their_own(keyring: Keyring) -> None:
    release, trace = keyring.key("业主表", "release"), keyring.key("业主表", "trace")
    assert release.sub("sym") == trace.sub("sym")
    assert release.sub("release/seal") != release.sub("seal")
    with pytest.raises(KeyringError):
        trace.sub("release/seal")
    with pytest.raises(KeyringError):
        release.sub("trace/case")


@pytest.mark.parametrize(("role", "other"), [("release", "trace"), ("trace", "release")])
def test_an_exported_keyring_holds_one_role_only(
    keyring: Keyring, tmp_path: Path, role: Role, other: Role
) -> None:
    there = tmp_path / "exported"
    keyring.export(there, "别的口令", role=role, cost=QUICK)
    exported = Keyring.open(there, "别的口令")
    assert exported.key("业主表", role).sub(f"{role}/x") == keyring.key("业主表", role).sub(
        f"{role}/x"
    )
    with pytest.raises(KeyringError, match=other):
        exported.key("业主表", other)
    content = json.loads(unlocked(there.read_bytes(), "别的口令"))
    assert set(content["keys"][0]["own"]) == {role}
    with pytest.raises(KeyringError):
        exported.rotate("业主表")


def test_a_rotated_key_still_traces_what_it_marked(keyring: Keyring, path: Path) -> None:
    old = keyring.key("业主表", "release")
    line = keyring.rotate("业主表")
    again = Keyring.open(path, PASSPHRASE)
    new = again.key("业主表", "release")
    assert new.id == line.id != old.id
    assert new.sub("sym") != old.sub("sym")
    assert again.key("业主表", "trace", id=old.id).sub("sym") == old.sub("sym")
    assert [bool(one.retired) for one in again] == [True, False]


def test_datasets_and_labels_have_keys_of_their_own(keyring: Keyring) -> None:
    keyring.add("证券客户")
    keys = {
        keyring.key(dataset, "trace").sub(label, length)
        for dataset in ("业主表", "证券客户")
        for label in ("sym", "bias", "trace/case")
        for length in (16, 32)
    }
    assert len(keys) == 12
    assert len({key[:16] for key in keys}) == 12


def test_a_dataset_without_a_key_is_named(keyring: Keyring) -> None:
    with pytest.raises(KeyringError, match="证券客户"):
        keyring.key("证券客户", "trace")
    with pytest.raises(KeyringError, match="k-gone"):
        keyring.key("业主表", "trace", id="k-gone")
    with pytest.raises(KeyringError):
        keyring.rotate("证券客户")


def test_the_file_is_for_its_owner_alone(keyring: Keyring, path: Path) -> None:
    assert keyring is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    keyring.rotate("业主表")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_may_read_is_refused(keyring: Keyring, path: Path, mode: int) -> None:
    assert keyring is not None
    path.chmod(mode)
    with pytest.raises(KeyringError, match="chmod 600"):
        Keyring.open(path, PASSPHRASE)


def test_a_wrong_passphrase_opens_nothing(keyring: Keyring, path: Path) -> None:
    assert keyring is not None
    with pytest.raises(EncryptedError):
        Keyring.open(path, PASSPHRASE + "!")


@pytest.mark.parametrize("cipher", ["AES-256-GCM", "SM4-GCM"])
def test_every_field_of_the_file_is_vouched_for(cipher: str) -> None:
    told = json.loads(locked(b"key", "p", cipher=cipher, cost=QUICK))  # type: ignore[arg-type]
    assert unlocked(json.dumps(told).encode(), "p") == b"key"
    changes = [
        ("nonce", base64.b64encode(bytes(12)).decode()),
        ("content", base64.b64encode(bytes(19)).decode()),
        ("kdf", {**told["kdf"], "cost": QUICK + 1}),
        ("note", "added"),
    ]
    for name, value in changes:
        with pytest.raises(EncryptedError):
            unlocked(json.dumps({**told, name: value}).encode(), "p")


@pytest.mark.parametrize("cost", [-1, 9, 21, 40, "17", None, 1e9])
def test_a_file_cannot_ask_for_more_memory_than_it_is_worth(cost: object) -> None:
    told = json.loads(locked(b"key", "p", cost=QUICK))
    told["kdf"]["cost"] = cost
    with pytest.raises(KeyringError):
        unlocked(json.dumps(told).encode(), "p")


@given(st.binary(max_size=300) | st.from_regex(rb"\{\"kdf\":.{0,50}\}", fullmatch=True))
def test_any_other_file_is_a_clear_error(raw: bytes) -> None:
    with pytest.raises(MenshenError):
        unlocked(raw, "p")


def test_a_keyring_is_never_overwritten(keyring: Keyring, path: Path) -> None:
    with pytest.raises(KeyringError, match="already"):
        Keyring.create(path, "other", cost=QUICK)
    assert list(Keyring.open(path, PASSPHRASE)) == list(keyring)
    assert [p.name for p in path.parent.iterdir()] == ["keys"]


@pytest.mark.parametrize("place", ["none/keys", "."])
def test_a_place_that_cannot_be_is_a_clear_error(tmp_path: Path, place: str) -> None:
    with pytest.raises(KeyringError):
        Keyring.create(tmp_path / place, PASSPHRASE, cost=QUICK)
    with pytest.raises(KeyringError):
        Keyring.open(tmp_path / place, PASSPHRASE)


def test_an_empty_passphrase_is_refused(path: Path) -> None:
    with pytest.raises(UsageError):
        Keyring.create(path, "", cost=QUICK)


def test_no_secret_shows_in_a_repr_a_traceback_or_a_pickle(keyring: Keyring, path: Path) -> None:
    key = keyring.key("业主表", "release")
    content = unlocked(path.read_bytes(), PASSPHRASE).decode()
    hidden = [json.loads(content)["keys"][0]["marks"], key.sub("sym").hex(), PASSPHRASE]
    shown = repr(keyring) + repr(key) + repr(vars(keyring)) + repr(list(keyring))
    try:
        key.sub("trace/case")
    except KeyringError as error:
        stack = traceback.TracebackException.from_exception(error, limit=-1, capture_locals=True)
        shown += "".join(stack.format())
    assert not [word for word in hidden if word in shown]
    for value in (keyring, key):
        with pytest.raises(TypeError):
            pickle.dumps(value)
    with pytest.raises(TypeError):
        copy.deepcopy(key)


def test_a_master_key_of_the_environment_serves_any_dataset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MENSHEN_MASTER_KEY", base64.b64encode(bytes(range(32))).decode())
    one, two = Keyring.from_environment(), Keyring.from_environment()
    key = one.key("业主表", "release")
    assert key.sub("sym") == two.key("业主表", "trace", id=key.id).sub("sym")
    assert key.sub("sym") != one.key("证券客户", "release").sub("sym")
    with pytest.raises(KeyringError, match="k-other"):
        one.key("业主表", "trace", id="k-other")
    with pytest.raises(UsageError):
        one.add("业主表")


@pytest.mark.parametrize("value", ["", "short", "!!", base64.b64encode(bytes(31)).decode()])
def test_a_bad_master_key_is_wrong_use(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MENSHEN_MASTER_KEY", value)
    with pytest.raises(UsageError) as caught:
        Keyring.from_environment()
    assert not value or value not in str(caught.value)


@pytest.mark.parametrize("label", ["", "a b", "签名", "A", "x" * 201])
def test_a_label_is_plain(keyring: Keyring, label: str) -> None:
    with pytest.raises(UsageError):
        keyring.key("业主表", "trace").sub(label)
