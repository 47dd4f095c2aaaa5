"""Sound, film and HEIC: names and tags are read, and then it is a failure that says what helps."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import menshen
from menshen import formats
from menshen.errors import UnreadableError, UnsupportedFormatError
from menshen.formats.media import FORMAT
from menshen.model import Block, Document
from menshen.policy import Policy
from tests.formats.written import unchanged


def said(name: str, data: bytes) -> tuple[str, str]:
    """Return what is read of a file, and why the rest is not."""
    document = Document(name, data=data)
    with pytest.raises(UnsupportedFormatError) as caught:
        list(formats.read(document))
    return _before(document), str(caught.value)


def _before(document: Document) -> str:
    texts: list[str] = []
    with suppress(UnsupportedFormatError):
        texts.extend(p.text for p in FORMAT.read(document) if isinstance(p, Block))
    return "".join(texts)


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def id3(version: int, *frames: tuple[bytes, bytes]) -> bytes:
    held = b"".join(n + struct.pack(">I", len(b)) + b"\0\0" + b for n, b in frames)
    size = len(held)
    return (
        b"ID3"
        + bytes((version, 0, 0, size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
        + held
    )


def comments(*texts: str) -> bytes:
    held = struct.pack("<I", 4) + b"test" + struct.pack("<I", len(texts))
    return held + b"".join(struct.pack("<I", len(t.encode())) + t.encode() for t in texts)


TAGGED = {
    "v3.mp3": id3(3, (b"TPE1", b"\x01" + "钟毅".encode("utf-16")), (b"COMM", b"\0eng\0" + "电话13800138000".encode("gbk"))),
    "v4.mp3": id3(4, (b"TPE1", b"\x03" + "钟毅".encode()), (b"TIT2", b"\x0313800138000")),
    "old.mp3": b"\xff\xfb" + bytes(200) + b"TAG" + "钟毅".encode("gbk").ljust(30, b"\0") + b"13800138000".ljust(95, b"\0"),
    "a.m4a": box(b"ftyp", b"M4A ") + box(b"moov", box(b"udta", box(b"meta", bytes(4) + box(b"hdlr", bytes(24)) + box(b"ilst",
        box(b"\xa9nam", box(b"data", struct.pack(">II", 1, 0) + "钟毅13800138000".encode())))))),
    "a.mov": box(b"ftyp", b"qt  ") + box(b"moov", box(b"udta", box(b"\xa9xyz", b"\0\x0f\0\0" + "钟毅13800138000".encode()))),
    "a.ogg": b"OggS" + bytes(20) + b"\x03vorbis" + comments("ARTIST=钟毅", "X=13800138000"),
    "a.flac": b"fLaC" + b"\0\0\0\x04abcd" + b"\x84\0\0\x40" + comments("ARTIST=钟毅", "X=13800138000"),
    "a.wav": b"RIFF" + struct.pack("<I", 99) + b"WAVE" + b"LIST" + struct.pack("<I", 4 + 8 + 4 + 8 + 12) + b"INFO"
        + b"IART" + struct.pack("<I", 4) + "钟毅".encode("gbk") + b"ICMT" + struct.pack("<I", 12) + b"13800138000\0",
}  # fmt: skip


@pytest.mark.parametrize("name", TAGGED)
def test_tags_are_read_before_it_is_refused(name: str) -> None:
    text, reason = said(name, TAGGED[name])
    assert "钟毅" in text
    assert "13800138000" in text
    assert "transcribe" in reason


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"isom"])
def test_names_are_read_and_reasons_given(brand: bytes) -> None:
    text, reason = said("x!/钟毅13800138000.heic", box(b"ftyp", brand))
    assert text == "文件：钟毅13800138000.heic\n"
    assert ": " in reason


def test_a_scan_reports_both_findings_and_failure(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "13800138000.mp3"  # type: ignore[operator]
    path.write_bytes(TAGGED["v3.mp3"])
    report = menshen.scan(path, policy=Policy(models=False))
    assert [f.error for f in report.failures] == ["UnsupportedFormatError"]
    assert {f.type.id for f in report.findings} == {"mobile_number"}


def test_it_cannot_be_written() -> None:
    with pytest.raises(UnreadableError, match="cannot be written"):
        unchanged(Document("a.mp3", data=TAGGED["v3.mp3"]))


@given(st.sampled_from(sorted(TAGGED)), st.binary(max_size=60), st.integers(0, 200))
def test_any_disorder_ends(name: str, noise: bytes, at: int) -> None:
    data = TAGGED[name][:at] + noise + TAGGED[name][at + len(noise) :]
    _before(Document(name, data=data))
