"""Compound files: embedded objects, macros, locked documents."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import formats
from menshen.errors import EncryptedError, UnreadableError
from menshen.formats.ole import FORMAT
from menshen.formats.parts.macros import unpacked
from menshen.model import Document
from tests.formats.workbooks import compound, encrypted, xlsx
from tests.formats.written import residues, text_of, unchanged, written

BOOK = xlsx({"A1": "13800138000"})


def native(label: str, path: str, data: bytes) -> bytes:
    said = path.encode("gbk") + b"\0"
    held = (
        b"\x02\0"
        + label.encode("gbk")
        + b"\0"
        + said
        + b"\0\0\3\0"
        + struct.pack("<I", len(said))
        + said
    )
    held += struct.pack("<I", len(data)) + data
    return compound(
        {"\x01Ole10Native": struct.pack("<I", len(held)) + held, "\x01CompObj": b"x" * 90}
    )


def stored(data: bytes) -> bytes:
    """Return a container that is packed without packing anything (MS-OVBA)."""
    out = b"\x01"
    for at in range(0, len(data), 8):
        out += b"\0" + data[at : at + 8]
    body = out[1:]
    return b"\x01" + struct.pack("<H", 0xB000 | (len(body) - 1)) + body


def test_a_package_is_a_document_and_is_written_back() -> None:
    document = Document(
        "oleObject1.bin", data=compound({"Package": BOOK, "\x03ObjInfo": b"x" * 20})
    )
    assert formats.for_document(document) is FORMAT
    assert "13800138000" in text_of(document)
    data = written(document, "13800138000")
    assert residues(data, "13800138000") == []
    (inner,) = [d for d in formats.read(Document("a.bin", data=data)) if isinstance(d, Document)]
    assert inner.data is not None
    assert residues(inner.data, "13800138000") == []
    assert unchanged(document) == document.data


def test_a_file_that_was_dropped_in_says_where_it_came_from() -> None:
    document = Document(
        "a.bin", data=native("名单.txt", "C:\\Users\\钟毅\\名单.txt", b"13800138000")
    )
    text = text_of(document)
    assert "文件：C:\\Users\\钟毅\\名单.txt" in text
    assert "13800138000" in text
    data = written(document, "13800138000|钟毅")
    assert b"13800138000" not in data
    assert "钟毅".encode("gbk") not in data
    assert "〔略〕" in text_of(Document("a.bin", data=data))


def test_macros_are_text_and_cannot_be_written() -> None:
    source = b'Attribute VB_Name = "M"\r\nConst Tel = "13800138000"\r\n'
    data = compound({"_VBA_PROJECT": b"x" * 40, "Module1": b"cache" * 9 + stored(source)})
    document = Document("vbaProject.bin", data=data)
    assert 'Const Tel = "13800138000"' in text_of(document)
    assert unchanged(document) == data
    with pytest.raises(UnreadableError, match="macros cannot be written"):
        written(document, "13800138000")


def test_a_locked_document_is_an_error() -> None:
    with pytest.raises(EncryptedError, match="save it without one"):
        text_of(Document("a.pptx", data=encrypted()))


@given(st.binary(max_size=200))
def test_packed_text_of_any_kind_ends(data: bytes) -> None:
    assert len(unpacked(b"\x01" + data)) < 1 << 20
    list(formats.for_document(Document("a.bin", data=compound({"VBA": b"x" * 20, "M": data * 9}))).read(
        Document("a.bin", data=compound({"VBA": b"x" * 20, "M": data * 9}))))  # fmt: skip


def test_an_object_left_out_is_empty() -> None:
    out = io.BytesIO()
    FORMAT.write(Document("a.bin", data=compound({"Package": BOOK})), [], out, inner=lambda _: None)
    assert BOOK[:30] not in out.getvalue()
