"""The benchmark's look at what stands around values: what changes there is seen, a stand-in is not."""

from __future__ import annotations

import io
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.documents import around
from tests.formats.pdf.making import drawn

VALUE, STAND_IN = "13800138000", "138****8000"


def told(name: str, make: Callable[[str, str], bytes], tmp_path: Path, *, rest: str) -> list[str]:
    """Return what differs when a stand-in comes for the value, and something else for the rest."""
    before, after = tmp_path / f"1{name}", tmp_path / f"2{name}"
    before.write_bytes(make(VALUE, "其余不动"))
    after.write_bytes(make(STAND_IN, rest))
    return around.differs(before, after, [VALUE])


def text(value: str, rest: str) -> bytes:
    return f"电话 {value}，{rest}。\n".encode()


def page(value: str, rest: str) -> bytes:
    return f"<p>电话<b>{value}</b>{rest}</p>".encode()


def zipped(value: str, rest: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", page(value, rest))
        archive.writestr(f"{value}.txt", text(value, rest))
    return out.getvalue()


def mail(value: str, rest: str) -> bytes:
    head = "Subject: a\nContent-Type: text/plain; charset=utf-8\n\n"
    return head.encode() + text(value, rest)


def base(value: str, rest: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as held:
        held.execute("CREATE TABLE t (a, b)")
        held.executemany("INSERT INTO t VALUES (?, ?)", [(value, rest), ("x", "y")])
        held.commit()
        return held.serialize()


def rows(value: str, rest: str) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [value], "b": [rest]}), out)
    return out.getvalue()


def printed(value: str, rest: str) -> bytes:
    return drawn(
        (72, 700, f"Tel {value}"), (72, 650, "office" if rest == "其余不动" else "orifice")
    )


MADE = {
    ".txt": text, ".html": page, ".zip": zipped, ".docx": zipped, ".eml": mail, ".db": base,
    ".parquet": rows, ".pdf": printed,
}  # fmt: skip
TOOLS = {".db": "sqlite3", ".pdf": "pdftotext"}


@pytest.mark.parametrize("ending", MADE)
def test_a_stand_in_is_no_difference_and_anything_else_is(ending: str, tmp_path: Path) -> None:
    if ending in TOOLS and shutil.which(TOOLS[ending]) is None:
        pytest.skip("the program that looks is not installed")
    assert told(ending, MADE[ending], tmp_path, rest="其余不动") == []
    assert told(ending, MADE[ending], tmp_path, rest="其余动了")
    assert told(ending, MADE[ending], tmp_path, rest="")


def test_words_that_move_on_a_page_are_seen(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    one, other = tmp_path / "1.pdf", tmp_path / "2.pdf"
    one.write_bytes(drawn((72, 700, f"Tel {VALUE}"), (72, 650, "office")))
    other.write_bytes(drawn((72, 700, f"Tel {STAND_IN}"), (75, 650, "office")))
    assert around.differs(one, other, [VALUE]) == ["1 words moved"]


@pytest.mark.parametrize("lost", ["<b>", "</b>"])
def test_tags_that_go_are_seen(lost: str, tmp_path: Path) -> None:
    made = {"1.docx": page(VALUE, "x"), "2.docx": page(STAND_IN, "x").replace(lost.encode(), b"")}
    for name, data in made.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a.xml", data)
    found = around.differs(tmp_path / "1.docx", tmp_path / "2.docx", [VALUE])
    assert found == ["tags of a.xml"]
