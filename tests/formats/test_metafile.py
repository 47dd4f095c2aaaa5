"""Metafiles: the text of drawing orders is read in lines and changed in place."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from menshen import formats
from menshen.formats.metafile import FORMAT
from menshen.model import Document
from tests.formats.written import remarks, text_of, unchanged, written


def order(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 8) + body


def text(said: str, height: int, *, wide: bool = True) -> bytes:
    raw = said.encode("utf-16-le") if wide else said.encode("gbk")
    count = len(said) if wide else len(raw)
    return order(
        84 if wide else 83, bytes(28) + struct.pack("<iiII", 0, height, count, 76) + bytes(24) + raw
    )


def small(said: str) -> bytes:
    return order(108, struct.pack("<iiII", 0, 9, len(said), 0x300) + bytes(12) + said.encode())


def plus(said: str) -> bytes:
    raw = said.encode("utf-16-le")
    record = (
        struct.pack("<HHII", 0x401C, 0, 40 + len(raw), 28 + len(raw))
        + bytes(8)
        + struct.pack("<I", len(said))
        + bytes(16)
        + raw
    )
    return order(70, struct.pack("<I", len(record) + 4) + b"EMF+" + record)


def emf(*orders: bytes) -> bytes:
    head = bytearray(order(1, bytes(100)))
    head[40:44] = b" EMF"
    return bytes(head) + b"".join(orders) + order(14, bytes(12))


def wmf(*orders: bytes) -> bytes:
    return bytes.fromhex("010009000003") + bytes(12) + b"".join(orders) + struct.pack("<IH", 3, 0)


def drawn(said: str) -> bytes:
    raw = said.encode("gbk")
    body = struct.pack("<hhHH", 5, 5, len(raw), 0) + raw + bytes(len(raw) % 2)
    return struct.pack("<IH", (len(body) + 6) // 2, 0x0A32) + body


EMF = emf(text("电话", 5), text("138", 5), text("00138000", 5), text("第二行", 9), text("甲13800138000", 12, wide=False),
          small("13800138000"), plus("乙13800138000"), order(81, bytes(60)))  # fmt: skip


def test_orders_at_one_height_are_a_line() -> None:
    document = Document("image1.emf", data=EMF)
    assert formats.for_document(document) is FORMAT
    assert text_of(document).splitlines() == [
        "电话13800138000",
        "第二行",
        "甲13800138000",
        "13800138000",
        "乙13800138000",
    ]
    assert remarks(document) == ["unread_pictures"]


def test_values_are_taken_out_in_place() -> None:
    data = written(Document("image1.emf", data=EMF), "13800138000", "某")
    assert len(data) == len(EMF)
    assert "13800138000" not in text_of(Document("a.emf", data=data))
    assert "电话某" in text_of(Document("a.emf", data=data))
    assert unchanged(Document("a.emf", data=EMF)) == EMF


def test_the_older_form() -> None:
    document = Document("a.wmf", data=wmf(drawn("电话13800138000"), drawn("完")))
    assert "电话13800138000" in text_of(document)
    data = written(document, "13800138000")
    assert b"13800138000" not in data
    assert "完" in text_of(Document("a.wmf", data=data))


@given(st.binary(max_size=80), st.integers(0, 600))
def test_any_disorder_ends(noise: bytes, at: int) -> None:
    for whole in (EMF, wmf(drawn("13800138000"))):
        document = Document("a.emf", data=whole[:at] + noise + whole[at + len(noise) :])
        list(FORMAT.read(document))
        written(Document("a.emf", data=EMF[:200] + noise), "1", "2")
