"""Keys: from files, the environment and passphrases; never a careless one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from menshen.errors import UsageError
from menshen.store import keys


def test_a_new_key_is_private_random_and_never_overwritten(tmp_path: Path) -> None:
    for name in ("a", "b"):
        keys.new(tmp_path / name)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    first, second = (keys.loaded(str(tmp_path / name)) for name in ("a", "b"))
    assert len(first) == keys.SIZE
    assert first != second
    with pytest.raises(UsageError, match="never overwritten"):
        keys.new(tmp_path / "a")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k"
    keys.new(path)
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        keys.loaded(str(path))


def test_environment_and_short_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "00" * 32)
    assert keys.loaded("env:MY_KEY") == bytes(32)
    with pytest.raises(UsageError, match="no such key"):
        keys.loaded("env:NOT_SET")
    monkeypatch.setenv("MY_KEY", "secret")
    with pytest.raises(UsageError, match="16 bytes") as error:
        keys.loaded("env:MY_KEY")
    assert "secret" not in str(error.value)
    with pytest.raises(UsageError, match="cannot be read"):
        keys.loaded(str(tmp_path / "none"))


def test_passphrases() -> None:
    one = keys.from_passphrase("天地玄黄", b"salt" * 4)
    assert one == keys.from_passphrase("天地玄黄", b"salt" * 4)
    assert one != keys.from_passphrase("天地玄黄", b"tlas" * 4)
    with pytest.raises(UsageError):
        keys.from_passphrase("", b"salt" * 4)
