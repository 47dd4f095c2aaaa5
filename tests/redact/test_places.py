"""Places: whole files or none, and no two in one."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from menshen.model import Document
from menshen.policy import DEFAULT
from menshen.redact.places import Places, atomic, renamed
from menshen.redact.plan import Known
from tests.transforms.samples import setting


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "a.txt"
    with pytest.raises(RuntimeError), atomic(path) as (out, temporary):  # noqa: PT012 - what is written before it fails is the point
        out.write(b"half")
        assert temporary.stat().st_mode & 0o777 == 0o600
        raise RuntimeError
    assert list((tmp_path / "sub").iterdir()) == []
    with atomic(path) as (out, _):
        out.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"


def test_two_documents_of_one_name_get_two_places(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_bytes(b"")
    asked = [tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"]
    places = Places(asked, tmp_path / "out")
    found = [places.place(PurePath("x.txt")) for _ in asked]
    assert [p.name for p in found] == ["x.txt", "x-2.txt"]


def test_folders_keep_their_shape(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    path = tmp_path / "in" / "deep" / "x.txt"
    path.write_bytes(b"")
    places = Places([tmp_path / "in"], tmp_path / "out")
    assert places.name(Document("x", path=path)) == PurePath("deep/x.txt")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("报表.txt", "报表.txt"),
        ("手机13800138000.csv", "手机138＊＊＊＊8000.csv"),
        ("韩雪梅身份证.jpg", "韩＊＊身份证.jpg"),
        ("体检报告/冯大勇.pdf", "体检报告/冯＊＊.pdf"),
        ("黄山旅游照片/高中成绩单.xlsx", "黄山旅游照片/高中成绩单.xlsx"),
    ],
)
def test_signs_that_file_systems_refuse_become_others(name: str, expected: str) -> None:
    assert str(renamed(PurePath(name), Known(), DEFAULT, setting("mask"))) == expected
