"""Recorded on electronic devices: requirement D3 for office documents, archives and databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import menshen
from tests.formats import (
    test_archives,
    test_docx,
    test_odf,
    test_ofd,
    test_parquet,
    test_pptx,
    test_rtf,
    test_xlsx,
)


def database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE TABLE 客户 (姓名 TEXT, 手机 TEXT)")
        base.execute("INSERT INTO 客户 VALUES ('钟毅', '13800138001')")
        base.commit()
        return base.serialize()


def rich() -> bytes:
    text = test_rtf.HEAD + test_rtf.hexed("联系电话") + r" 138{\b 0013}8001\par}"
    return text.encode()


MADE: dict[str, Callable[[], bytes]] = {
    "a.docx": test_docx.full,
    "a.xlsx": test_xlsx.full,
    "a.pptx": test_pptx.full,
    "a.odt": test_odf.odt,
    "a.ofd": test_ofd.ofd,
    "a.rtf": rich,
    "a.zip": lambda: test_archives.zipped({"a.docx": test_docx.full()}),
    "a.tar": lambda: test_archives.tarred({"a.xlsx": test_xlsx.full()}),
    "a.7z": lambda: test_archives.sevened({"a.pptx": test_pptx.full()}),
    "a.db": database,
    "a.parquet": test_parquet.full,
}


@pytest.mark.parametrize("name", MADE)
def test_d3_office_documents_archives_and_databases(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(MADE[name]())
    report = menshen.scan(path)
    assert "13800138001" in {f.value for f in report.findings}
    assert path.name in {Path(d.document).name for d in report.documents}


def test_d3_what_cannot_be_read_is_named_with_the_remedy(tmp_path: Path) -> None:
    for name, data in {
        "a.mp3": b"ID3\3\0\0\0\0\0\0",
        "a.zip": test_archives.locked(),
        "a.docx": test_docx.full()[:2000],
    }.items():
        (tmp_path / name).write_bytes(data)
    report = menshen.scan(tmp_path)
    failed = {Path(f.document.partition("!/")[0]).name: f for f in report.failures}
    assert set(failed) >= {"a.mp3", "a.zip", "a.docx"}
    assert all(": " in f.reason for f in failed.values())
