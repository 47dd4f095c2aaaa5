"""Mails: fields are labelled, attachments come out as documents, broken mails are read."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen import formats
from menshen.model import Block, Document


def test_fields_body_and_attachments() -> None:
    mail = EmailMessage()
    mail["Subject"] = "名单"
    mail.set_content("电话 13800138000")
    for _ in range(2):
        mail.add_attachment("姓名\n张伟\n".encode(), "text", "csv", filename="名单.csv")
    block, *inner = formats.read(Document("a.eml", data=mail.as_bytes()))
    assert isinstance(block, Block)
    assert block.text.startswith("Subject: 名单\n")
    assert block.labels(9) == ("Subject",)
    assert "13800138000" in block.text
    assert all(isinstance(one, Document) for one in inner)
    assert [one.uri for one in inner if isinstance(one, Document)] == [
        "a.eml!/名单.csv", "a.eml!/名单-2.csv"
    ]  # fmt: skip


def test_raw_gbk_fields() -> None:
    data = "Subject: 员工联系方式名单\n\n正文\n".encode("gbk")
    block = next(iter(formats.read(Document("a.eml", data=data))))
    assert isinstance(block, Block)
    assert "员工联系方式名单" in block.text


def test_a_mail_nested_without_end_is_a_failure_and_not_a_crash(tmp_path: Path) -> None:
    nested = b"Content-Type: message/rfc822\n\n" * 3000
    (tmp_path / "a.eml").write_bytes(nested)
    (tmp_path / "b.txt").write_text("13800138000", encoding="utf-8")
    report = menshen.scan(tmp_path)
    assert [f.error for f in report.failures] == ["UnreadableError"]
    assert [f.value for f in report.findings] == ["13800138000"]


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    list(formats.read(Document("a.eml", data=data)))
