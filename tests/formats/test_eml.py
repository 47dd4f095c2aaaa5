"""Mails: fields are labelled, attachments come out as documents, broken mails are read and told."""

from __future__ import annotations

import base64
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen import formats
from menshen.errors import UnreadableError
from menshen.formats import eml
from menshen.formats.eml import Eml
from menshen.model import Block, Document, Failure, Part, Remark, Text
from menshen.policy import Policy

RULES = Policy(models=False)
CHAT = "2024-03-05 20:11:33 云淡风轻(84717510)\n我电话13800138000\n2024-03-05 20:12:01 小葵(84717511)\n收到\n"


def read(data: bytes, uri: str = "a.eml") -> list[Part]:
    return list(formats.read(Document(uri, data=data)))


def text(parts: list[Part]) -> str:
    return "".join(p.text for p in parts if isinstance(p, Block))


def remarks(parts: list[Part]) -> list[tuple[str, str]]:
    return [(p.kind, p.note) for p in parts if isinstance(p, Remark)]


def mixed(*bodies: bytes, around: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    inner = b"".join(b"--x\n" + held + b"\n" for held in bodies)
    head = b"Subject: a\nContent-Type: multipart/mixed; boundary=x\n\n"
    return head + around[0] + b"\n" + inner + b"--x--\n" + around[1]


def test_fields_body_and_attachments() -> None:
    mail = EmailMessage()
    mail["Subject"] = "名单"
    mail.set_content("电话 13800138000")
    for _ in range(2):
        mail.add_attachment("姓名\n张伟\n".encode(), "text", "csv", filename="名单.csv")
    block, *inner = read(mail.as_bytes())
    assert isinstance(block, Block)
    assert block.text.startswith("Subject: 名单\n")
    assert block.labels(9) == ("Subject",)
    assert "13800138000" in block.text
    assert block.labels(block.text.index("13800138000")) == ()
    assert [one.uri for one in inner if isinstance(one, Document)] == [
        "a.eml!/名单.csv", "a.eml!/名单-2.csv"
    ]  # fmt: skip


def test_raw_gbk_fields() -> None:
    parts = read("Subject: 员工联系方式名单\n\n正文\n".encode("gbk"))
    assert "员工联系方式名单" in text(parts)


def test_what_stands_before_and_behind_the_parts_is_read() -> None:
    around = ("前面 13800138000\n".encode(), "后面 13900139000\n".encode())
    held = text(read(mixed(b"\nbody\n", around=around)))
    assert held.index("13800138000") < held.index("body") < held.index("13900139000")


@pytest.mark.parametrize("size", [1 << 16, 200])
def test_a_finding_is_placed_at_its_own_line_and_offset(size: int) -> None:
    data = (
        b"Subject: a\n\n" + "第一行，这里是正文。\n".encode() * 30 + "电话 13800138000\n".encode()
    )
    whole = text(read(data))
    at = whole.index("13800138000")
    seen = set()
    for block in Eml(size).read(Document("a.eml", data=data)):
        if isinstance(block, Block) and (start := block.text.find("13800138000")) >= 0:
            assert block.layout is not None
            seen.add(block.layout.place(start, start + 11))
    assert seen == {Text(at, whole.count("\n", 0, at))}


def test_the_fields_of_parts_and_the_names_of_attachments_are_read() -> None:
    part = (
        "Content-Type: image/png; name*=utf-8''%E5%BC%A0%E4%BC%9F13800138000.png\n"
        "Content-Description: 身份证 11010519491231002X\nContent-ID: <zy@163.com>\n\nx"
    ).encode()
    parts = read(mixed(b"\nbody\n", part))
    held = text(parts)
    assert "filename: 张伟13800138000.png\n" in held
    assert "Content-Description: 身份证 11010519491231002X\n" in held
    assert "zy@163.com" not in held
    block = next(p for p in parts if isinstance(p, Block))
    assert block.labels(block.text.index("张伟")) == ("filename",)


def test_an_unreadable_attachment_is_a_failure_that_names_it(tmp_path: Path) -> None:
    png = b"Content-Type: image/png; name=a.png\n\n\x89PNG\r\n\x1a\n"
    tnef = b"Content-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f\x3e\x22\0"
    (tmp_path / "a.eml").write_bytes(mixed(b"\nbody\n", png, tnef))
    report = menshen.scan(tmp_path, policy=RULES)
    assert [Path(f.document).name for f in report.failures] == ["a.png", "winmail.dat"]
    assert "Outlook" in report.failures[1].reason


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/encrypted; boundary=x\n\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--",
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nx",
    ],
)  # fmt: skip
def test_an_encrypted_mail_is_told(data: bytes) -> None:
    failures = [p for p in read(data) if isinstance(p, Failure)]
    assert [f.error for f in failures] == ["EncryptedError"]
    assert "save it without encryption" in failures[0].reason


def test_broken_mails_are_read_and_told() -> None:
    gbk = b"Content-Type: text/plain; charset=utf-8\n\n" + "电话号码是多少".encode("gbk")
    bad = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    bad += base64.b64encode("正文在这里".encode() * 9) + b"\n-- \n13800138000"
    parts = read(mixed(gbk, bad).replace(b"--x--\n", b""))
    assert "电话号码是多少" in text(parts)
    assert "正文在这里" in text(parts)
    assert "13800138000" in text(parts)
    assert remarks(parts) == [
        ("broken_mail", "it breaks off: no last boundary"),
        ("wrong_charset", "part 1: declared to be utf-8, read as gb18030"),
        ("broken_mail", "part 2: 16 characters are not base64; read as text"),
    ]


def test_a_body_that_is_a_chat_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Subject: a\nContent-Type: text/plain; charset=utf-8\n\n" + CHAT.encode())
    report = menshen.scan(path, policy=RULES)
    assert [d.format for d in report.documents] == ["eml", "chat"]
    person = {f.value: f.person for f in report.findings}
    assert person["13800138000"] == person["84717510"] is not None


@pytest.mark.parametrize(
    "head",
    [
        "From: a@b.cn\nTo: c@d.cn\nSubject: 名单\n\n正文",
        "Received: from x by y;\n\tTue, 5 Mar 2024 20:11:33 +0800\nDate: x\nMessage-ID: <a@b>\nX-Y: z\r\n\r\n正文",
        "Return-Path: <a@b.cn>\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\n正文",
    ],
)
@pytest.mark.parametrize("uri", ["a", "a.txt", "123", "-"])
def test_a_mail_is_known_by_its_content(head: str, uri: str) -> None:
    assert formats.for_document(Document(uri, data=head.encode())).id == "eml"


@pytest.mark.parametrize(
    "head",
    [
        "姓名：张伟\n电话：1\n\n", "Subject: a\nDate: b\nTo: c\n\n", "From: a\n\nx", "from: a\nto: b\nsubject",
        "name: a\nfrom: b\nversion: 1\n\n", "Received: 1\nTo: 2\nrunning text\nSubject: 3\n\n",
    ],
)  # fmt: skip
def test_other_texts_are_no_mails(head: str) -> None:
    assert formats.for_document(Document("a.txt", data=head.encode())).id != "eml"


def test_a_saved_page_is_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.mht"
    page = "<html><body><p>姓名：张伟</p><p>手机：13800138000</p></body></html>"
    part = b"Content-Type: text/html; charset=utf-8\n\n" + page.encode()
    path.write_bytes(b"From: <Saved by Blink>\n" + mixed(part))
    report = menshen.scan(path, policy=RULES)
    assert [d.format for d in report.documents] == ["eml", "html"]
    assert "13800138000" in {f.value for f in report.findings}


def test_too_many_parts_and_too_many_bytes_are_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mixed(*[b"\n13800138000\n"] * 1200))
    report = menshen.scan(path, policy=Policy(models=False))
    assert len(report.findings) == 999
    assert not report.documents
    assert [f.reason for f in report.failures] == ["this mail has more than 1000 parts: split it"]
    monkeypatch.setattr(eml, "MOST", 1000)
    with pytest.raises(UnreadableError, match="larger than"):
        read(path.read_bytes())


def test_a_mail_nested_without_end_is_a_failure_and_not_a_crash(tmp_path: Path) -> None:
    nested = b"Content-Type: message/rfc822\n\n" * 3000
    (tmp_path / "a.eml").write_bytes(nested)
    (tmp_path / "b.txt").write_text("13800138000", encoding="utf-8")
    report = menshen.scan(tmp_path)
    assert [f.error for f in report.failures] == ["UnreadableError"]
    assert [f.value for f in report.findings] == ["13800138000"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    try:
        read(data)
    except UnreadableError:  # bytes of another format, which says so
        assert formats.for_document(Document("a.eml", data=data)).id != "eml"


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(["base64", "quoted-printable", "8bit"]))  # fmt: skip
def test_any_parts_are_read(one: bytes, two: bytes, how: str) -> None:
    read(mixed(b"Content-Transfer-Encoding: " + how.encode() + b"\n\n" + one, two))


def test_names_in_the_names_of_attachments_go(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "hr@example.com", "a@example.com", "材料"
    mail.set_content("见附件。\n")
    mail.add_attachment(b"\xff\xd8\xff", "image", "jpeg", filename="韩雪梅身份证.jpg")
    mail.add_attachment("已归档\n".encode(), "text", "csv", filename="黄山旅游照片.csv")
    source, out = tmp_path / "a.eml", tmp_path / "b.eml"
    source.write_bytes(mail.as_bytes())
    menshen.redact(source, out, style="mask")
    parsed = message_from_bytes(out.read_bytes(), policy=default)
    names = [part.get_filename() for part in parsed.iter_attachments()]
    assert names[-1] == "黄山旅游照片.csv"
    assert not any("韩雪梅" in str(name) for name in names)
    assert menshen.verify(source, out).intact
