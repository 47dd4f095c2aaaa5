"""Which format reads a document, and what is said when none does."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import pytest

from menshen import formats
from menshen.errors import UnsupportedFormatError
from menshen.model import Block, Document


def text_of(document: Document) -> str:
    blocks = [b for b in formats.read(document) if isinstance(b, Block)]
    return "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks)


@pytest.mark.parametrize(
    ("uri", "data", "format_"),
    [
        ("a.txt", "电话13800138000", "plain"),
        ("a.md", "# 标题", "plain"),
        ("a.csv", "姓名,电话", "table"),
        ("a.TSV", "姓名\t电话", "table"),
        ("a.json", "{}", "json"),
        ("a.ndjson", "{}", "json"),
        ("-", "", "plain"),
        ("-", "a,b\n" * 6, "table"),
        ("-", '{"a": 1}', "json"),
        ("a.log", '{"a": 1}\n{"a": 2}\n', "json"),
        ("a.sql", "INSERT INTO t VALUES ('张三');", "sql"),
        ("-", "-- MySQL dump 10.13\n", "sql"),
    ],
)
def test_bytes_and_names_decide(uri: str, data: str, format_: str) -> None:
    for charset in ("utf-8", "gb18030", "utf-16"):
        document = Document(uri, data=data.encode(charset))
        assert formats.for_document(document).id == format_
        assert text_of(document) == data


@pytest.mark.parametrize(
    ("uri", "text", "format_"),
    [
        ("a.xml", "<a>电话</a>", "xml"),
        ("-", "<?xml version='1.0'?><a>电话</a>", "xml"),
        ("a.htm", "<p>电话</p>", "html"),
        ("-", "<!DOCTYPE html><p>电话</p>", "html"),
        ("a.xml", "<?xml version='1.0'?><html><p>电话</p></html>", "html"),
        ("a.md", "<p>电话</p>", "plain"),
    ],
)
def test_markup_is_known_by_its_first_bytes_and_then_by_name(
    uri: str, text: str, format_: str
) -> None:
    document = Document(uri, data=text.encode())
    assert formats.for_document(document).id == format_
    assert "电话" in text_of(document)


@pytest.mark.parametrize(
    "name",
    [
        "物业收费库.sql",
        "backup.sql",
        "快递柜导出.xml",
        "住客登记.html",
        "access.jsonl",
        "装修QQ群消息记录.txt",
    ],
)
def test_blocks_of_the_examples_can_go_to_another_process(name: str) -> None:
    path = Path(__file__).parents[2] / "examples" / name
    for block in formats.read(Document(name, path=path)):
        if isinstance(block, Block):
            again = pickle.loads(pickle.dumps(block))
            assert again.text == block.text
            for at in range(0, len(block.text), 5):
                assert again.layout.place(at, at) == block.layout.place(at, at)  # type: ignore[union-attr]
                assert again.labels(at) == block.labels(at)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89HDF\r\n\x1a\n\0\0", "HDF5 data"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500, "Office 97-2003"),
        (b"\x28\xb5\x2f\xfd" + b"\0" * 20, "Zstandard archive"),
        (bytes(range(256)) * 20, "unknown kind"),
        (b"text\0" * 100, "unknown kind"),
    ],
)
def test_binary_is_refused_with_its_kind_and_a_remedy(data: bytes, kind: str) -> None:
    for uri in ("a.bin", "a.csv", "a.json", "-"):
        with pytest.raises(UnsupportedFormatError, match=kind) as caught:
            formats.for_document(Document(uri, data=data))
        assert ": " in str(caught.value)


def test_a_log_with_a_few_nul_bytes_is_text() -> None:
    data = b"2024-01-01 login ok\n" * 100 + b"\0" + "电话13800138000".encode()
    assert formats.for_document(Document("a.log", data=data)).id == "plain"


def test_files_are_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,电话\n张三,1\n", "gb18030")
    assert text_of(Document(str(path), path=path)) == "姓名,电话\n张三,1\n"
    with pytest.raises(FileNotFoundError):
        formats.for_document(Document("b", path=tmp_path / "b"))


class Pipe(io.BytesIO):
    """A stream that hands out a few bytes at a time and cannot go back."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1000) if size and size > 0 else size)

    def seek(self, *args: int) -> int:
        raise OSError


@pytest.mark.parametrize("text", ["", "电话13800138000\n" * 20_000, "a,b\n" * 50_000])
def test_a_stream_is_read_once_and_left_open(text: str) -> None:
    stream = Pipe(text.encode("gb18030"))
    document = Document("-", stream=stream)
    format_ = formats.for_document(document)
    blocks = [b for b in format_.read(document) if isinstance(b, Block)]
    assert "".join(b.text[slice(*(b.core or (0, len(b.text))))] for b in blocks) == text
    assert not stream.closed
    assert format_.claims(document, text.encode())
