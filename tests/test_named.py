"""Names of files: what stands in them is found by a scan, as it is replaced by redaction."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import menshen
from menshen import named
from menshen.model import Document, Node
from menshen.policy import Policy

RULES = Policy(models=False)


def told(name: str) -> list[tuple[str, str]]:
    found = named.found(Document(name, path=Path(name)), 0, RULES)
    return [(finding.type.id, finding.value) for finding in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王小明身份证.jpg", [("person_name", "王小明")]),
        ("病历/韩梅梅.docx", [("person_name", "韩梅梅")]),
        ("客户13800138000.txt", [("mobile_number", "13800138000")]),
        ("王小明身份证/说明.txt", []),
        ("学生成绩单.xlsx", []),
        ("2023级3班学生成绩单.xlsx", []),
        ("notes-20240315.txt", []),
        ("张三丰资料/公司章程.docx", []),
    ],
)
def test_what_a_name_says(name: str, expected: list[tuple[str, str]]) -> None:
    assert told(name) == expected


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=30))
def test_spans_lie_in_the_name(name: str) -> None:
    for finding in named.found(Document("d", path=Path(f"{name}身份证.pdf")), 3, RULES):
        stem = named.cut(Path(f"{name}身份证.pdf").name)[0]
        assert 0 <= finding.span.start < finding.span.end <= len(stem)
        assert finding.block == "d#3"
        assert finding.place == Node("name", "/")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_scan_reports_names_of_files_once(tmp_path: Path, jobs: int) -> None:
    for name in ("王小明身份证.txt", "说明.txt"):
        (tmp_path / name).write_text("无\n", "utf-8")
    report = menshen.scan(tmp_path, policy=RULES, jobs=jobs)
    assert [(f.document, f.value) for f in report.findings] == [
        (str(tmp_path / "王小明身份证.txt"), "王小明")
    ]


def test_bytes_without_a_file_have_no_name() -> None:
    assert named.found(Document("王小明身份证.txt", data=b""), 0, RULES) == []
