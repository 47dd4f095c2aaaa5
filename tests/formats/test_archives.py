"""Archives: every member comes out as a document, names are text, and both are written back."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import py7zr
import pytest

import menshen
from menshen import formats
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats.parts import inside
from menshen.model import Document, Failure
from menshen.policy import Policy
from tests.formats.written import blocks, failures, text_of, unchanged, written

CSV = "姓名,手机\n钟毅,13800138000\n".encode()
NAME = "钟毅13800138000.csv"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.uname = len(data), "zhongyi"
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def sevened(members: dict[str, bytes], password: str | None = None) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


def number(value: int) -> bytes:
    """Return a number as RAR 5 writes it: seven bits a byte, the lowest first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def rarred(members: dict[str, bytes]) -> bytes:
    """Return a RAR 5 archive whose members are stored, written byte by byte."""

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        size = number(len(data)) if flags & 2 else b""
        head = number(kind) + number(flags) + size + body
        whole = number(len(head)) + head
        return struct.pack("<I", zlib.crc32(whole)) + whole + data

    out = b"Rar!\x1a\x07\x01\x00" + block(1, 0, number(0))
    for name, data in members.items():
        raw = name.encode()
        body = (
            number(4) + number(len(data)) + number(0o100644) + struct.pack("<I", zlib.crc32(data))
        )
        out += block(2, 2, body + number(0) + number(1) + number(len(raw)) + raw, data)
    return out + block(5, 0, number(0))


WAYS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.zip": zipped, "a.tar": tarred, "a.7z": sevened,
    "b.zip": lambda m: zipped(m, zipfile.ZIP_LZMA), "c.zip": lambda m: zipped(m, zipfile.ZIP_STORED),
    "gnu.tar": lambda m: tarred(m, tarfile.GNU_FORMAT), "old.tar": lambda m: tarred(m, tarfile.USTAR_FORMAT),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_members_and_names_are_read_and_written(name: str) -> None:
    document = Document(name, data=WAYS[name]({NAME: CSV, "b/leer.txt": b"", "c.txt": b"x" * 700}))
    assert text_of(document).count("13800138000") == 2
    data = written(document, "13800138000")
    again = Document(name, data=data)
    text = text_of(again)
    assert "13800138000" not in text
    assert "钟毅〔略〕.csv" in text
    assert "钟毅,〔略〕" in text
    assert "x" * 700 in text
    assert unchanged(document) == document.data


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_single_files(pack: Callable[[bytes], bytes]) -> None:
    document = Document("名单.csv.x", data=pack(CSV))
    assert "13800138000" in text_of(document)
    assert "13800138000" not in text_of(Document("a", data=written(document, "13800138000")))
    assert unchanged(document) == document.data


def test_the_name_that_gzip_keeps_is_text() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("13800138000.csv", "wb", fileobj=out) as file:
        file.write(CSV)
    document = Document("a.gz", data=out.getvalue())
    assert text_of(document).count("13800138000") == 2
    data = written(document, "13800138000")
    assert b"13800138000" not in data
    assert gzip.decompress(data) == CSV.replace(b"13800138000", "〔略〕".encode())


def test_a_tar_in_a_gzip_and_a_zip_in_that() -> None:
    data = gzip.compress(tarred({"a.zip": zipped({NAME: CSV})}))
    document = Document("a.tgz", data=data)
    assert text_of(document).count("13800138000") == 2
    assert "13800138000" not in text_of(Document("a.tgz", data=written(document, "13800138000")))


def test_names_in_gbk_are_read_and_stay_where_they_are_not_changed() -> None:
    data = zipped({"AA": b"x"})
    data = data.replace(b"AA", "名".encode("gbk"))
    document = Document("a.zip", data=data)
    assert "文件：名" in text_of(document)
    assert [d.uri for d in formats.read(document) if isinstance(d, Document)] == ["a.zip!/名"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x\\..\\y", "a/./b", "a\x00\nb"]
)
def test_names_that_lead_outside_are_harmless(name: str) -> None:
    for make in (zipped, tarred):
        document = Document("a.z", data=make({name: CSV}))
        (inner,) = [d for d in formats.read(document) if isinstance(d, Document)]
        path = inner.uri.partition("!/")[2]
        assert ".." not in path
        assert not path.startswith("/")
        assert "\\" not in path


def test_two_members_of_one_name_have_addresses_of_their_own() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"2")
    documents = [
        d for d in formats.read(Document("a.zip", data=out.getvalue())) if isinstance(d, Document)
    ]
    assert [(d.uri, d.data) for d in documents] == [
        ("a.zip!/a.txt", b"1"),
        ("a.zip!/a-2.txt", b"2"),
    ]


def test_comments_of_a_zip_are_text() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.comment = "回电13800138000".encode()
        archive.writestr(info, b"x")
        archive.comment = "电话13900139000".encode()
    document = Document("a.zip", data=out.getvalue())
    assert "13800138000" in text_of(document)
    data = written(document, "13[89]00[0-9]{6}")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.comment.decode() == "电话〔略〕"
        assert archive.infolist()[0].comment.decode() == "回电〔略〕"


def test_owners_and_links_of_a_tar_are_text() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a")
        info.type, info.linkname, info.uname = tarfile.SYMTYPE, "/home/13800138000/x", "钟毅"
        archive.addfile(info)
    document = Document("a.tar", data=out.getvalue())
    assert "13800138000" in text_of(document)
    assert "钟毅" in text_of(document)
    assert b"13800138000" not in written(document, "13800138000|钟毅")


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": CSV, "b.txt": b"hello"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    data[6] |= 1
    return bytes(data)


def test_a_locked_member_is_a_failure_and_the_others_are_read() -> None:
    document = Document("a.zip", data=locked())
    assert failures(document) == ["EncryptedError"]
    assert "hello" in text_of(document)
    with pytest.raises(UnreadableError, match="password"):
        written(document, "hello")


def test_a_locked_7z_is_an_error() -> None:
    with pytest.raises(EncryptedError, match="password"):
        text_of(Document("a.7z", data=sevened({"a.txt": CSV}, "x")))


def test_7z_without_its_package_says_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "py7zr", None)
    with pytest.raises(UnsupportedFormatError, match=r"menshen\[archives\]"):
        text_of(Document("a.7z", data=sevened({})))


BOMB = b"\0" * (4 << 20)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"a": BOMB, "b": BOMB})),
        ("a.gz", gzip.compress(BOMB)),
        ("a.bz2", bz2.compress(BOMB)),
        ("a.xz", lzma.compress(BOMB)),
        ("a.7z", sevened({"a": BOMB, "b": BOMB})),
    ],
)
def test_bombs_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableError, match="unpack"):
        text_of(Document(name, data=data))


def test_what_is_unpacked_counts_for_all_that_lies_inside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(inside, "MOST", 100_000)
    data = zipped({f"{n}.bin": os.urandom(5000) for n in range(5)})
    outer = zipped({f"{n}.zip": data for n in range(5)})
    path = tmp_path / "a.zip"
    path.write_bytes(outer)
    report = menshen.scan(path, policy=Policy(models=False))
    assert any("unpacks to too much" in f.reason for f in report.failures)


def test_archives_inside_each_other_end(tmp_path: Path) -> None:
    data = CSV
    for _ in range(12):
        data = zipped({"a.zip": data})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    report = menshen.scan(path, policy=Policy(models=False))
    assert any("nested more than" in f.reason for f in report.failures)


@pytest.mark.parametrize("name", [*WAYS, "a.gz"])
@pytest.mark.parametrize("cut", [20, 60, -30])
def test_cut_archives_are_errors_or_failures(name: str, cut: int) -> None:
    data = gzip.compress(CSV * 99) if name == "a.gz" else WAYS[name]({NAME: CSV, "b.txt": CSV})
    document = Document(name, data=data[:cut])
    try:
        parts = list(formats.for_document(document).read(document))
    except UnreadableError:
        return
    # Without an end, a tar holds what came before; the rest must be whole documents or failures.
    assert all(d.data in {CSV, CSV * 99} for d in parts if isinstance(d, Document))
    assert name.endswith("tar") or any(isinstance(p, Failure) for p in parts)


needs_bsdtar = pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar is not installed")


@needs_bsdtar
def test_rar_is_read(tmp_path: Path) -> None:
    data = rarred({NAME: CSV, "b/c.txt": b"hello"})
    path = tmp_path / "a.rar"
    path.write_bytes(data)
    for document in (Document("a.rar", data=data), Document(str(path), path=path)):
        text = text_of(document)
        assert text.count("13800138000") == 2
        assert "hello" in text
    with pytest.raises(UnreadableError, match="cannot be written"):
        unchanged(Document("a.rar", data=data))


@needs_bsdtar
@pytest.mark.parametrize(("cut", "more"), [(60, b"\xff" * 40), (40, b""), (-20, b""), (-4, b"")])
def test_a_broken_rar_is_an_error(cut: int, more: bytes) -> None:
    data = rarred({NAME: CSV})
    with pytest.raises(UnreadableError):
        text_of(Document("a.rar", data=data[:cut] + more))


def test_rar_without_bsdtar_says_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnsupportedFormatError, match="install bsdtar"):
        text_of(Document("a.rar", data=rarred({})))


@needs_bsdtar
def test_rar_names_its_members_as_bsdtar_does(tmp_path: Path) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(rarred({"a.txt": b"1", "b.txt": b"2"}))
    told = subprocess.run(["bsdtar", "-tf", str(path)], capture_output=True, check=True).stdout
    assert told.decode().split() == ["a.txt", "b.txt"]


def test_empty_archives() -> None:
    for name, make in WAYS.items():
        assert blocks(Document(name, data=make({}))) == []


@pytest.mark.parametrize("ending", ["zip", "tar", "7z"])
@pytest.mark.parametrize("style", ["mask", "label", "surrogate", "delete"])
def test_names_in_the_names_of_members_go_and_agree_with_what_is_inside(
    ending: str, style: str, tmp_path: Path
) -> None:
    members = {
        "资料/韩雪梅身份证.txt": "已归档\n".encode(),
        "资料/公司章程.txt": "联系人：韩雪梅\n".encode(),
        "体检报告/冯大勇.csv": "项目,结果\n血压,正常\n".encode(),
    }
    packers: dict[str, Callable[[dict[str, bytes]], bytes]] = {
        "zip": zipped, "tar": tarred, "7z": sevened,
    }  # fmt: skip
    pack = packers[ending]
    source, out = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    source.write_bytes(pack(members))
    assert not menshen.redact(source, out, style=style, key=bytes(32)).failures
    document = Document("b", path=out)
    text = text_of(document)
    held = [p for p in formats.read(document) if isinstance(p, Document)]
    assert "韩雪梅" not in text
    assert "冯大勇" not in text
    assert not any("韩雪梅".encode() in (p.data or b"") for p in held)
    assert "资料/公司章程.txt" in text
    if style == "surrogate":
        said = next(p for p in held if "公司章程" in p.uri)
        other = (said.data or b"").decode().partition("：")[2].strip()
        assert f"资料/{other}身份证.txt" in text
    assert menshen.verify(source, out).intact
