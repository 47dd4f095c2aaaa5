"""Verification: intact or not, and what is told of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import menshen
from menshen.redact import compared
from tests.formats.documents import DOCUMENTS

KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("plain.txt", "table.csv", "mail.eml"):
        (tmp_path / "in" / name).write_bytes(DOCUMENTS[name])
    return tmp_path


@pytest.mark.parametrize("style", ["mask", "label", "surrogate", "delete"])
def test_what_was_redacted_is_intact(style: str, folder: Path) -> None:
    menshen.redact(folder / "in", folder / "out", style=style, key=KEY)
    found = menshen.verify(folder / "in", folder / "out")
    assert found.intact
    assert all(pair.before and not pair.left for pair in found.pairs)
    assert all(pair.lost == 0 for pair in found.pairs) or style in {"surrogate", "delete"}


@pytest.mark.parametrize(
    "written", ["13800138000", "138 0013 8000", "%E5%BC%A0%E4%B8%89%E4%B8%B0", "张三丰"]
)
def test_what_is_left_is_found(written: str, folder: Path) -> None:
    menshen.redact(folder / "in", folder / "out", style="label")
    path = folder / "out" / "plain.txt"
    path.write_bytes(path.read_bytes() + f"附 {written}\r\n".encode())
    found = menshen.verify(folder / "in", folder / "out")
    assert not found.intact
    (bad,) = [pair for pair in found.pairs if not pair.intact]
    assert bad.redacted.endswith("plain.txt")
    assert sum(bad.left.values()) == 1


def test_missing_and_renamed_documents(folder: Path) -> None:
    menshen.redact(folder / "in", folder / "out", style="label")
    (folder / "out" / "plain.txt").rename(folder / "out" / "other.txt")
    (folder / "out" / "mail.eml").unlink()
    found = menshen.verify(folder / "in", folder / "out")
    pairs = {Path(pair.original).name: pair for pair in found.pairs}
    assert Path(pairs["plain.txt"].redacted).name == "other.txt"
    assert "not in the output" in pairs["mail.eml"].missing
    assert not found.intact


def test_reports_tell_counts_and_no_value(folder: Path) -> None:
    source = folder / "in" / "plain.txt"
    found = menshen.verify(source, source)
    plain = json.loads(compared.as_json(found))
    assert plain["intact"] is False
    page = compared.as_html(found, "zh", beside=lambda _pair: "<hr class=pictures>")
    assert "核对未通过" in page
    assert "<hr class=pictures>" in page
    for value in ("张三丰", "13800138000"):
        assert value not in page + compared.as_json(found)


def test_the_surname_that_a_mask_keeps_is_not_left(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("姓名：欧阳\n姓名：欧阳建国\n", "utf-8")
    for copy, is_intact in (
        ("姓名：**\n姓名：欧阳**\n", True),
        ("姓名：欧阳\n姓名：欧阳**\n", False),
    ):
        (tmp_path / "b.txt").write_text(copy, "utf-8")
        assert menshen.verify(tmp_path / "a.txt", tmp_path / "b.txt").intact is is_intact


def test_names_in_paths_are_taken_out_and_verified(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "病历").mkdir(parents=True)
    (source / "病历" / "韩雪梅.txt").write_text("已归档\n", "utf-8")
    (source / "冯大勇借条.txt").write_text("已还清\n", "utf-8")
    menshen.redact(source, tmp_path / "out", style="mask")
    names = sorted(p.name for p in (tmp_path / "out").rglob("*.txt"))
    assert names == ["冯＊＊借条.txt", "韩＊＊.txt"]
    compared = menshen.verify(source, tmp_path / "out")
    assert compared.intact
    assert [dict(pair.before) for pair in compared.pairs] == [{"person_name": 1}] * 2
    told = menshen.verify(source, source)
    assert [dict(pair.left) for pair in told.pairs] == [{"person_name": 1}] * 2
