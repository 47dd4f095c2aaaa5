"""What fuzzing is made of: names and seeds of every kind of document, changes, and one reading.

`one` reads a document as a scan does, but for the detectors, and holds what must hold of any:
every document that was met is a reading or a failure, never both and never neither, and blocks
answer for every position.
"""

from __future__ import annotations

import gzip
import io
import lzma
import random
import sqlite3
import time
import zipfile
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from importlib import import_module

from menshen.errors import UnreadableError
from menshen.model import Block, Document, Failure, Grid, Reading, Talk
from menshen.policy import Policy
from tests.formats import (
    test_archives,
    test_docx,
    test_image,
    test_media,
    test_odf,
    test_ofd,
    test_ole,
    test_parquet,
    test_pptx,
    test_rtf,
    test_xlsx,
)
from tests.formats.pdf import making
from tests.formats.workbooks import compound, encrypted, ods, ods_row, xls, xlsb, xlsx

scan = import_module("menshen.scan")

QQ = (
    "消息记录（此消息记录为文本格式）\n\n2024-03-05 20:11:33 云淡风轻(84717510)\n我叫钟毅，电话13800138000\n\n"
    "2024-03-05 20:12:01 小葵<xk@163.com>\n收到\n"
)
PAGE = (
    "<html><head><meta charset=gbk></head><body><table><tr><th>发送人</th><th>时间</th><th>内容</th></tr>"
    "<tr><td>钟毅</td><td>20:11</td><td>13800138000</td></tr></table><!-- x --><script>let a='<b>'</script></body></html>"
)
XML = '<?xml version="1.0" encoding="utf-8"?><a><r n="1"><b>钟毅</b><c>13800138000</c></r><r n="2"><b>宗慧</b></r></a>'
SQL = "CREATE TABLE `t` (`xm` varchar(9) COMMENT '姓名');\nINSERT INTO `t` VALUES ('钟毅','1380\\'0138000');\nCOPY t FROM stdin;\na\tb\n\\.\n"
CSV = 'StrTime,NickName,StrContent\n20:11,小葵,"我电话\n13800138000"\n'


def mail() -> bytes:
    held = EmailMessage()
    held["From"], held["To"], held["Subject"] = "钟毅 <zy@163.com>", "xk@163.com", "名单"
    held.set_content("电话 13800138000\n")
    held.add_alternative(PAGE, subtype="html")
    held.add_attachment(CSV.encode(), "text", "csv", filename="名单.csv")
    return held.as_bytes()


def base() -> bytes:
    """Return an SQLite database."""
    held = sqlite3.connect(":memory:")
    held.executescript(
        "CREATE TABLE t (a TEXT, b); INSERT INTO t VALUES ('13800138000', 5), ('钟毅', x'00ff');"
    )
    data = held.serialize()
    held.close()
    return data


def seeds() -> dict[str, bytes]:
    """Return a sound document of every kind, by name."""
    box = b"From zy@163.com Tue Mar  5 20:11:33 2024\n"
    cells = {"A1": "姓名", "B1": "手机", "A2": "钟毅", "B2": 13800138000, "C9": 1.5, "D9": True}
    places = {(0, 0): "姓名", (0, 1): "手机", (1, 0): "钟毅", (1, 1): "13800138000"}
    return {
        "a.txt": QQ.encode(),
        "chat.csv": CSV.encode("gb18030"),
        "a.html": PAGE.encode("gbk"),
        "a.xml": XML.encode(),
        "a.sql": SQL.encode(),
        "a.json": b'{"a": [{"nickname": "\\u5c0f", "b": 1}]}',
        "a.eml": mail(),
        "a.mht": b"From: <Saved by Blink>\n" + mail(),
        "a.mbox": (box + mail() + b"\n") * 2,
        "a.xlsx": xlsx(cells, {"A1": "x", "XFD1048576": "y"}),
        "a.xlsb": xlsb({**places, (2, 0): 0}, ("宗慧",)),
        "a.xls": xls(places),
        "a.ods": ods(ods_row("姓名", "手机*2") + ods_row("", "钟毅", times=3)),
        "b.xlsx": encrypted(),
        "a.docx": test_docx.full(),
        "a.pptx": test_pptx.full(),
        "full.xlsx": test_xlsx.full(),
        "shared.xlsx": test_xlsx.shared(
            ["姓名", "手机"], ["钟毅", "13800138000"], ["宗慧", "13800138000"]
        ),
        "a.odt": test_odf.odt(),
        "full.ods": test_odf.sheet(
            test_odf.row(test_odf.cell("1", office_value_type="float", office_value="13800138000"))
        ),
        "a.ofd": test_ofd.ofd(),
        "a.pdf": making.full(),
        "a.rtf": (
            test_rtf.HEAD
            + r"{\info{\author \'d6\'d3}}{\header 1}\trowd\intbl a\cell 13800138000\cell\row\pard"
            r"{\pict\pngblip 89504e47}\u32852?{\deleted x}}"
        ).encode(),
        "a.zip": test_archives.zipped({"名单.csv": CSV.encode(), "b/a.xml": XML.encode()}),
        "a.tar": test_archives.tarred({"名单.csv": CSV.encode(), "b": b"x"}),
        "a.csv.gz": gzip.compress(CSV.encode() * 3),
        "a.xz": lzma.compress(CSV.encode()),
        "a.7z": test_archives.sevened({"a.csv": CSV.encode()}),
        "a.rar": test_archives.rarred({"a.csv": CSV.encode()}),
        "a.parquet": test_parquet.full(),
        "a.db": base(),
        "object.bin": test_ole.native("a.csv", "C:\\a.csv", CSV.encode()),
        "vbaProject.bin": compound({"VBA": b"x" * 40, "M": test_ole.stored(b"Attribute VB_Name")}),
        **test_media.TAGGED,
        **test_image.TINY,
        "b.xls": compound({"Workbook": b"\x09\x08\x10\0" + bytes(40), "x": b"y"}),
        "-": b"",
    }


class Changes:
    """Changes to bytes, drawn from a stream of numbers: from hypothesis, libFuzzer or a seed."""

    def __init__(self, numbers: Sequence[int] | bytes) -> None:
        self._numbers = iter(numbers)

    def number(self, below: int) -> int:
        """Return a number below a bound; 0 when the stream has ended."""
        held = next(self._numbers, 0) << 16 | next(self._numbers, 0) << 8 | next(self._numbers, 0)
        return held % below if below else 0

    def of(self, data: bytes, count: int) -> bytes:
        """Return `data` with so many changes: bytes set, taken out, put twice, or put in."""
        held = bytearray(data)
        for _ in range(count):
            at, size = self.number(len(held) + 1), 1 + self.number(40)
            what = self.number(6)
            piece = bytes(held[at : at + size])
            if what == 0:
                held[at : at + 1] = bytes((self.number(256),))
            elif what == 1:
                del held[at : at + size]
            elif what == 2:
                held[at:at] = piece * (1 + self.number(30))
            elif what == 3:
                held[at:at] = _TOKENS[self.number(len(_TOKENS))]
            elif what == 4:
                other = self.number(len(held) + 1)
                held[at : at + size] = held[other : other + size]
            else:
                held[at : at + size] = self.number(1 << 24).to_bytes(3, "little")
        return bytes(held)

    def of_members(self, data: bytes, count: int) -> bytes:
        """Return an archive whose members are changed, their sizes and sums made right."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:  # fmt: skip
            names = archive.namelist()
            chosen = {names[self.number(len(names))] for _ in range(2)}
            for name in names:
                held = archive.read(name)
                copy.writestr(name, self.of(held, count) if name in chosen else held)
        return out.getvalue()


_TOKENS = (
    b"\n", b"\r\n", b"\0", b"\xff", b"<", b">", b"&", b"&#0;", b"&lt;", b'"', b"'", b"\\", b",", b"--", b"=?utf-8?b?", b"?=",
    b"\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", b"\nContent-Transfer-Encoding: base64\n", b"\n--x--\n",
    b"\nContent-Type: message/rfc822\n\n", b"From a 1:00\n", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:del>", b"<mc:Fallback>", b"<c", b"</row>", b"<si/>",
    b"{", b"}", b"\\bin9999999999 ", b"\\u-1?", b"\\'", b"\\cell", b"\\row", b' xmlns:w="x"', b' Boundary="nan"', b"PK\x03\x04", b"<table>", b"<td colspan=999999>", b"</table>", b"<script>", b"(", b")", b";",
    b"2024-03-05 20:11:33 a(12345678)\n", b"1048576", b"XFD", b' r="', b"99999999999999999999", b"-1", b"e308", b"charset=undefined",
    "钟毅".encode(), "钟毅".encode("gbk"), b"\xff\xfe", b"\xef\xbb\xbf", b' number-rows-repeated="1048576"', b' t="s"',
)  # fmt: skip


def searched(blocks: Iterator[Block], _policy: Policy) -> Iterator[object]:
    """Ask a block's layout for everything, in place of searching it."""
    for block in blocks:
        assert block.layout is not None
        assert len(block.text) <= 1 << 16
        positions = range(0, len(block.text), max(1, len(block.text) // 50))
        for at in positions:
            block.layout.place(at, at + 1)
            block.layout.record(at)
            block.labels(at)
        if isinstance(block.layout, Grid):
            block.layout.filled()
            assert all(s.end <= len(block.text) for row in block.layout.rows() for s in row)
        if isinstance(block.layout, Talk):
            assert all(turn.span.end <= len(block.text) for turn in block.layout.turns())
        yield scan.Searched([], None, len(block.text))


def one(name: str, data: bytes, *, seconds: float = 20.0) -> None:
    """Read a document and all in it; see the module."""
    started = time.process_time()
    read: list[str] = []
    failed: list[str] = []
    for event in scan._read(Document(name, data=data), Policy(), searched, None):
        if isinstance(event, Reading):
            read.append(event.document)
        elif isinstance(event, Failure):
            assert issubclass(
                getattr(import_module("menshen.errors"), event.error), UnreadableError
            )
            failed.append(event.document)
    met = read + failed
    assert name in met
    assert len(set(met)) == len(met)
    assert time.process_time() - started < seconds


def changed(name: str, numbers: Sequence[int] | bytes, count: int, *, inside: bool) -> bytes:
    """Return the seed of this name, changed; an archive inside where that is asked for."""
    data, changes = SEEDS[name], Changes(numbers)
    if inside and data.startswith(b"PK"):
        return changes.of_members(data, count)
    return changes.of(data, count)


def main(rounds: int, start: int) -> None:
    """Read that many documents changed at random; for a long run by hand."""
    names = list(SEEDS)
    for number in range(start, start + rounds):
        draw = random.Random(number)
        name = draw.choice(names)
        data = changed(name, draw.randbytes(400), draw.randint(1, 12), inside=draw.random() < 0.7)
        try:
            one(name, data)
        except BaseException:
            print(number, name)  # noqa: T201 - a tool of the tests
            raise


SEEDS = seeds()
