"""Mailboxes: each mail a document of its own, and memory bounded by one of them."""

from __future__ import annotations

import io
import mailbox
import tracemalloc
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen import formats
from menshen.formats.mbox import Mbox
from menshen.model import Document, Failure
from menshen.policy import Policy

RULES = Policy(models=False)
FROM = b"From zy@163.com Tue Mar  5 20:11:33 2024\n"
BOX = FROM + b"Subject: a\n\n13800138000\n\n" + FROM + b"Subject: b\n\nFrom here on 13900139000\n"


def mails(data: bytes, most: int = 1 << 20) -> list[Document]:
    return [p for p in Mbox(most).read(Document("a", data=data)) if isinstance(p, Document)]


@pytest.mark.parametrize("uri", ["a.mbox", "Inbox", "a.txt", "-"])
def test_a_mailbox_is_known_by_its_content(uri: str) -> None:
    for data in (BOX, BOX.replace(b"\n", b"\r\n")):
        document = Document(uri, data=data)
        assert formats.for_document(document).id == "mbox"
        one, two = formats.read(document)
        assert isinstance(one, Document)
        assert isinstance(two, Document)
        assert (one.uri, two.uri) == (f"{uri}!/1.eml", f"{uri}!/2.eml")
        assert (one.data or b"") + (two.data or b"") == data


@pytest.mark.parametrize(
    "data", [b"From me to you\n\nhello\n", b"From a 1:00\nhello\n", b"", b"Subject: a\n\nx\n"]
)
def test_other_texts_are_no_mailboxes(data: bytes) -> None:
    assert formats.for_document(Document("a.txt", data=data)).id != "mbox"


def test_python_s_own_mailboxes(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "Inbox")
    for number in ("13800138000", "13900139000"):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "zy@163.com", "名单"
        mail.set_content(f"电话 {number}\nFrom 12:30 on\n")
        mail.add_attachment("手机\n15924185755\n".encode(), "text", "csv", filename="a.csv")
        box.add(mail)
    box.close()
    report = menshen.scan(tmp_path / "Inbox", policy=RULES)
    assert not report.failures
    assert [Path(d.document).name for d in report.documents] == [
        "Inbox", "1.eml", "a.csv", "2.eml", "a.csv"
    ]  # fmt: skip
    values = [f.value for f in report.findings if f.type.id == "mobile_number"]
    assert values == ["13800138000", "15924185755", "13900139000", "15924185755"]


def test_a_mail_that_is_too_large_is_a_failure_among_others() -> None:
    data = BOX + FROM + b"Subject: c\n\n" + b"x\n" * 500 + FROM + b"Subject: d\n\ny\n"
    found = list(Mbox(300).read(Document("a", data=data)))
    assert [p.uri if isinstance(p, Document) else p.document for p in found
            if isinstance(p, Document | Failure)] == [f"a!/{n}.eml" for n in (1, 2, 3, 4)]  # fmt: skip
    assert isinstance(found[2], Failure)
    assert found[2].error == "UnreadableError"


@given(st.lists(st.sampled_from([FROM, b"Subject: a\n", b"\n", b"words\n", b"From ", b"1:00\n"])).map(b"".join))  # fmt: skip
def test_the_mails_are_the_whole_box(lines: bytes) -> None:
    data = FROM + b"a:b\n" + lines
    found = mails(data)
    assert b"".join(m.data or b"" for m in found) == data
    assert all((m.data or b"").startswith(b"From ") for m in found)


def test_memory_is_bounded_by_a_few_mails_not_by_the_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("menshen.scan"), "HELD", 2 << 20)
    mail = (
        FROM
        + b"Subject: a\nContent-Type: application/octet-stream; name=a.txt\n\n"
        + b"x" * 500_000
    )
    path = tmp_path / "Inbox"
    path.write_bytes((mail + b"\n\n") * 60)
    tracemalloc.start()
    report = menshen.scan(path, policy=Policy(models=False, types=frozenset({"vin"})))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(report.documents) == 121
    assert most < 16 << 20


def test_a_long_line_and_a_stream() -> None:
    stream = io.BytesIO(BOX + b"x" * (3 << 20) + b"\n" + FROM + b"Subject: c\n\nx\n")
    assert len(list(formats.read(Document("-", stream=stream)))) == 3
