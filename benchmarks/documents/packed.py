"""Archives, databases, tables and OFD documents."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import docx
import py7zr
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from benchmarks.documents.plant import Made, Plant, builder
from tests.formats import test_ofd

_EACH = 4


def _dot() -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8), 255).save(out, "PNG")
    return out.getvalue()


def _text(plant: Plant) -> bytes:
    return "".join(plant.sentence("inside") + "\n" for _ in range(3)).encode()


def _document(plant: Plant) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(plant.sentence("inside"))
    document.save(out)
    return out.getvalue()


_NAMED = (
    "资料/{}身份证.txt",
    "简历-{}-前端.txt",
    "人事/{}_20240301_劳动合同.txt",
    "体检报告/{}.txt",
)
"""How files about one person are called."""


def _members(plant: Plant, number: int = 0) -> dict[str, bytes]:
    return {
        _NAMED[number].format(plant.name("metadata")): _text(plant),
        "a.docx": _document(plant),
        "b.txt": _text(plant),
    }


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _sevened(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


@builder
def archives(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make archives, some inside others."""
    packs = {"zip": _zipped, "tar": _tarred, "7z": _sevened}
    for number in range(_EACH):
        for ending, pack in packs.items():
            path = folder / f"a{number}.{ending}"
            path.write_bytes(pack(_members(plant, number)))
            yield Made(path, plant.taken())
    singles: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
    }
    for ending, pack_ in singles.items():
        path = folder / f"s.txt.{ending}"
        path.write_bytes(pack_(_text(plant)))
        yield Made(path, plant.taken())
    path = folder / "nested.tar.gz"
    path.write_bytes(
        gzip.compress(_tarred({"a.zip": _zipped({"b.7z": _sevened(_members(plant))})}))
    )
    yield Made(path, plant.taken())


@builder
def databases(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make SQLite databases and Parquet tables."""
    for number in range(_EACH):
        path = folder / f"d{number}.db"
        with closing(sqlite3.connect(path)) as base:
            base.execute(
                "CREATE TABLE 客户 (姓名 TEXT, 手机号码 TEXT UNIQUE, 身份证号 TEXT, 备注 TEXT, 附件 BLOB)"
            )
            rows = plant.rows(30)[1:]
            base.executemany("INSERT INTO 客户 VALUES (?,?,?,?,NULL)", rows)
            base.execute(
                "UPDATE 客户 SET 附件=? WHERE rowid=1", (_zipped({"a.txt": _text(plant)}),)
            )
            base.execute("CREATE INDEX i ON 客户 (身份证号)")
            base.execute(f"CREATE VIEW v AS SELECT '{plant.mobile('other')}' AS 热线")
            base.execute("CREATE VIRTUAL TABLE s USING fts5(备注)")
            base.execute("INSERT INTO s VALUES (?)", (plant.sentence("body"),))
            base.execute("ANALYZE")
            base.commit()
        yield Made(path, plant.taken())
        path = folder / f"t{number}.parquet"
        names, *rows = plant.rows(30)
        table = pa.table({n: [r[i] for r in rows] for i, n in enumerate(names)})
        pq.write_table(table, path, row_group_size=10)
        yield Made(path, plant.taken())


@builder
def fixed(folder: Path, plant: Plant) -> Iterator[Made]:
    """Make OFD documents whose lines are cut into objects."""
    for number in range(_EACH):
        page = ""
        for line in range(4):
            x = 10.0
            for piece in plant.pieces(plant.sentence("body")):
                page += test_ofd.text(x, 10 + 10 * line, piece, glyphs=line % 2 == 0)
                x += len(piece) * 3.5
        tags = f"<eInvoice><BuyerName>{plant.name('metadata')}</BuyerName><BuyerTel>{plant.mobile('metadata')}</BuyerTel></eInvoice>"
        more: dict[str, bytes | str] = {"Doc_0/Tags/CustomTag.xml": tags}
        more["Doc_0/Attachs/a.docx"] = _document(plant)
        more["Doc_0/Res/image_1.png"] = _dot()
        data = test_ofd.ofd(page, **more)
        path = folder / f"o{number}.ofd"
        path.write_bytes(data)
        yield Made(path, plant.taken())
