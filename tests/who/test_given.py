"""The personal record: readable by its owner alone, whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen import taxonomy
from menshen.errors import UsageError
from menshen.who import given as record_module
from menshen.who.calls import Gave, moment
from menshen.who.given import Record, exported, imported, place

ENTRY = Gave(
    "me", "某证券", "holder.broker_app", frozenset(("email",)), moment(date(2025, 3, 1), ""), "zq7k"
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda t: t.strip() == t and bool(t)
)
ENTRIES = st.lists(
    st.builds(
        Gave,
        st.just("me"),
        TEXT,
        st.sampled_from([None, *(h.id for h in taxonomy.holders())]),
        st.frozensets(st.sampled_from(sorted(taxonomy.ids())), min_size=1, max_size=3),
        st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(lambda d: moment(d, "")),
        TEXT | st.just(""),
    ),
    max_size=4,
    unique=True,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "given.json"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the key cheap: its cost is not what these tests are about."""
    pytest.importorskip("cryptography")
    monkeypatch.setattr(record_module, "_N", 1 << 4)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_recorded_is_an_empty_record(path: Path) -> None:
    assert Record.load(path).entries == ()


def test_what_is_saved_is_loaded_and_only_the_owner_can_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        Record().with_([ENTRY]).save(path)
    finally:
        os.umask(before)
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert Record.load(path).entries == (ENTRY,)


@settings(max_examples=40, deadline=None)
@given(ENTRIES)
def test_any_record_survives_saving_and_exporting(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Gave]
) -> None:
    folder = tmp_path_factory.mktemp("given")
    Record(tuple(entries)).save(folder / "g.json")
    assert list(Record.load(folder / "g.json").entries) == entries
    toml = folder / "g.toml"
    toml.write_text(exported(entries), encoding="utf-8", newline="")
    if entries:
        assert list(imported(toml)) == entries


def test_the_same_is_not_recorded_twice() -> None:
    assert Record().with_([ENTRY]).with_([ENTRY]).entries == (ENTRY,)


def test_an_entry_is_removed_by_number() -> None:
    record = Record().with_([ENTRY])
    assert record.without(1).entries == ()
    for number in (0, 2, -1):
        with pytest.raises(UsageError, match="no entry"):
            record.without(number)


@pytest.mark.usefixtures("quick")
def test_with_a_passphrase_nothing_can_be_read(path: Path) -> None:
    Record().with_([ENTRY]).save(path, passphrase="open sesame")
    text = path.read_text(encoding="utf-8")
    assert "zq7k" not in text
    assert "证券" not in text
    assert mode(path) == 0o600
    assert Record.load(path, "open sesame").entries == (ENTRY,)
    with pytest.raises(UsageError, match="MENSHEN_GIVEN_PASSPHRASE"):
        Record.load(path)
    with pytest.raises(UsageError, match="passphrase is wrong"):
        Record.load(path, "open says me")


@pytest.mark.usefixtures("quick")
def test_an_encrypted_record_stays_encrypted(path: Path) -> None:
    Record().save(path, passphrase="open sesame")
    Record.load(path, "open sesame").with_([ENTRY]).save(path)
    assert "zq7k" not in path.read_text(encoding="utf-8")
    assert Record.load(path, "open sesame").entries == (ENTRY,)


@pytest.mark.usefixtures("quick")
def test_a_changed_byte_is_noticed(path: Path) -> None:
    Record().with_([ENTRY]).save(path, passphrase="x")
    held = json.loads(path.read_text(encoding="utf-8"))
    held["data"] = ("A" if held["data"][0] != "A" else "B") + held["data"][1:]
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(UsageError, match="damaged"):
        Record.load(path, "x")


@pytest.mark.parametrize(
    "text",
    ["", "{", "7", "null", "[]", "{}", '{"gave": 7}', '{"gave": [7]}', '{"gave": [{"to": "x"}]}', '{"data": 7}',
     '{"data": "!", "salt": "!", "nonce": "!"}', "[" * 5000],
)  # fmt: skip
def test_a_damaged_record_is_an_error(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        Record.load(path, "x")


def test_a_failed_save_leaves_the_old_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Record().with_([ENTRY]).save(path)

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError, match="No space left"):
        Record().save(path)
    assert Record.load(path).entries == (ENTRY,)
    assert [p.name for p in path.parent.iterdir()] == ["given.json"]


def test_a_file_that_is_too_large_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Record().with_([ENTRY]).save(path)
    monkeypatch.setattr(record_module, "_LARGEST", 3)
    with pytest.raises(UsageError, match="too large"):
        Record.load(path)


@pytest.mark.parametrize("text", ["", "gave = 7", "[[gave]]\nto = 'x'", "x"])
def test_a_bad_import_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "g.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        imported(path)


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENSHEN_GIVEN", "/x/y.json")
    assert place() == Path("/x/y.json")
    monkeypatch.delenv("MENSHEN_GIVEN")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert place() == Path("/data/menshen/given.json")


def test_alias_and_passphrase_do_not_show_in_a_repr() -> None:
    shown = repr(Record((ENTRY,), encrypted=True, passphrase="open sesame"))
    assert "zq7k" not in shown
    assert "sesame" not in shown
