"""A document is released as a copy of its own, and stands in the ledger; nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from menshen.errors import KeyringError, UnreadableError, UnsupportedFormatError, UsageError
from menshen.marks.paper.text import skeleton
from menshen.release.document import is_document, release_document
from menshen.store.chain import Ledger
from menshen.store.keyring import DatasetKey, Keyring
from menshen.store.records import ReleasedDocument
from tests.marks.paper.test_paper import PLAIN, excel, word

KEYS = Keyring.from_master(b"k" * 32)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(str(tmp_path / "台账.db"))


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_copy_says_the_same_and_stands_in_the_ledger(tmp_path: Path, ledger: Ledger) -> None:
    original = put(tmp_path / "通知.txt", PLAIN)
    made = release_document(
        original, tmp_path / "甲.txt", to="装修公司甲", ledger=ledger, keys=KEYS, purpose="收房"
    )
    copy = (tmp_path / "甲.txt").read_text(encoding="utf-8")
    assert copy != PLAIN
    assert skeleton(copy) == skeleton(PLAIN)
    ((_, record),) = ReleasedDocument.all(ledger)
    assert (record.recipient, record.dataset, record.form) == ("装修公司甲", "通知", "text")
    assert record.file == made.digest
    assert record.places == made.places > 100
    assert "装修公司甲" in made.receipt
    assert ledger.head == made.head


def test_one_recipient_gets_the_same_again_and_another_another(
    tmp_path: Path, ledger: Ledger
) -> None:
    original = put(tmp_path / "通知.txt", PLAIN)
    copies = []
    for n, to in enumerate(("甲", "乙", "甲")):
        release_document(original, tmp_path / f"{n}.txt", to=to, ledger=ledger, keys=KEYS)
        copies.append((tmp_path / f"{n}.txt").read_bytes())
    assert copies[0] == copies[2] != copies[1]


@pytest.mark.parametrize(
    ("name", "out", "content", "error"),
    [
        ("通知.txt", "甲.docx", PLAIN, UsageError),
        ("通知.txt", "甲.zip", PLAIN, UnsupportedFormatError),
        ("通知.docx", "甲.docx", b"not a file of Word", UnreadableError),
        ("图.png", "甲.jpg", b"x", UsageError),
        ("空.txt", "甲.txt", "", UsageError),
        ("没有.txt", "甲.txt", None, UnreadableError),
    ],
)
def test_what_cannot_be_asked_is_refused_and_writes_nothing(
    tmp_path: Path, ledger: Ledger, name: str, out: str, content: bytes | str | None, error: type[Exception]
) -> None:  # fmt: skip
    if content is not None:
        put(tmp_path / name, content)
    with pytest.raises(error):
        release_document(tmp_path / name, tmp_path / out, to="甲", ledger=ledger, keys=KEYS)
    assert not (tmp_path / out).exists()
    assert list(ReleasedDocument.all(ledger)) == []


def test_a_ledger_that_cannot_be_written_takes_the_file_away(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Ledger, "append", broken)
    with pytest.raises(OSError, match="disk full"):
        release_document(
            put(tmp_path / "通知.txt", PLAIN),
            tmp_path / "甲.txt",
            to="甲",
            ledger=ledger,
            keys=KEYS,
        )
    assert not (tmp_path / "甲.txt").exists()


def test_another_keyring_than_the_one_that_marked_is_refused(
    tmp_path: Path, ledger: Ledger
) -> None:
    original = put(tmp_path / "通知.txt", PLAIN)
    release_document(original, tmp_path / "甲.txt", to="甲", ledger=ledger, keys=KEYS)
    other = Keyring.from_master(b"x" * 32)
    with pytest.raises(KeyringError):
        release_document(original, tmp_path / "乙.txt", to="乙", ledger=ledger, keys=other)


def test_a_first_key_is_made_in_a_keyring_of_a_file(tmp_path: Path, ledger: Ledger) -> None:
    keys = Keyring.create(tmp_path / "密钥", "a long passphrase", cost=10)
    original = put(tmp_path / "通知.txt", PLAIN)
    release_document(original, tmp_path / "甲.txt", to="甲", ledger=ledger, keys=keys)
    release_document(original, tmp_path / "乙.txt", to="乙", ledger=ledger, keys=keys)
    assert [line.dataset for line in keys] == ["通知"]
    key: DatasetKey = keys.key("通知", "release")
    release_document(original, tmp_path / "丙.txt", to="丙", ledger=ledger, keys=key)
    assert len({r.key_id for _, r in ReleasedDocument.all(ledger)}) == 1


@pytest.mark.parametrize("make", [word, excel])
def test_office_files_are_released_as_documents(
    tmp_path: Path, ledger: Ledger, make: object
) -> None:
    assert callable(make)
    end = "docx" if make is word else "xlsx"
    original = put(tmp_path / f"a.{end}", make())
    made = release_document(original, tmp_path / f"b.{end}", to="甲", ledger=ledger, keys=KEYS)
    assert made.places >= 60


@pytest.mark.parametrize(
    ("content", "document"),
    [
        ("姓名,手机\n张三,13800138000\n", False),
        ("姓名\t手机\n张三\t13800138000\n", False),
        ("各位业主：\n请于3月1日收房，带好证件。\n", True),
        ("", True),
    ],
)
def test_a_text_of_even_cells_is_a_table(tmp_path: Path, content: str, document: bool) -> None:
    assert is_document(str(put(tmp_path / "a.txt", content))) is document
