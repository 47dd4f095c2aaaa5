"""The words: every one that is asked for is there, in both languages, with the same gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from menshen import taxonomy
from menshen.model import Column, Evidence
from menshen.report import words
from menshen.report.words import because, grade, law, reason, said, translated, why
from menshen.taxonomy.table import rows

SOURCE = Path(words.__file__).parents[1]
FOLDER = Path(words.__file__).parent
WORDS = [row for _, row in rows(FOLDER / "words.tsv", "key zh en")]
PHRASES = [row for _, row in rows(FOLDER / "phrases.tsv", "en zh")]


def used() -> set[str]:
    """Return the keys that the source asks for as plain text."""
    text = "".join(
        p.read_text(encoding="utf-8")
        for folder in ("report", "cli")
        for p in sorted((SOURCE / folder).glob("*.py"))
    )
    calls = re.findall(r'(?:said|say|_say|heading|_heading|_sentence)\(\s*"([a-z_.]+)"', text)
    return set(calls) | set(re.findall(r'"([chn]_[a-z_]+)"', text))


def test_every_word_asked_for_is_there() -> None:
    assert used() - {key for key, *_ in WORDS} == set()


def test_no_key_is_there_twice() -> None:
    keys = [key for key, *_ in WORDS]
    assert sorted(keys) == sorted(set(keys))
    english = [en for en, _ in PHRASES]
    assert sorted(english) == sorted(set(english))


@pytest.mark.parametrize(("key", "zh", "en"), WORDS)
def test_both_languages_have_the_same_gaps(key: str, zh: str, en: str) -> None:
    assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), key


@pytest.mark.parametrize(("en", "zh"), PHRASES)
def test_phrases_have_no_more_gaps_in_chinese(en: str, zh: str) -> None:
    assert zh.count("{}") <= en.count("{}")
    assert "{" not in zh.replace("{}", "")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("check digit should be X", "校验码应为 X"),
        ("label: phone", "电话"),
        ("label: something new", "something new"),
        ("nearby: passport", "附近提到护照"),
        (
            "this is a PDF document: pip install 'menshen[documents]' reads it",
            "这是 PDF 文档，请先执行 pip install 'menshen[documents]'",
        ),
        (
            "this is a GIF image: read its text with OCR first",
            "这是 GIF 图片，请先用 OCR 识别出文字",
        ),
        ("score 0.12 is below the threshold", "得分 0.12 低于阈值"),
        (
            "p.toml:3: find.min_score: must be a number from 0 to 1, or recall",
            "p.toml:3：find.min_score 应为 0 到 1 之间的数，或 recall",
        ),
        (
            "part 3: 2 bytes do not fit gb18030, the first at byte 7",
            "第 3 部分：有 2 个字节不合 gb18030 编码，第一个在第 7 字节",
        ),
        (
            "part 3: declared to be in a charset that is not known, read as gb18030",
            "第 3 部分：声明的编码不认识，实际按 gb18030 读取",
        ),
        (
            "part 2: 16 characters are not base64; read as text",
            "第 2 部分：有 16 个字符不是 base64，按文本读取",
        ),
        ("a {brace} nobody knows", "a {brace} nobody knows"),
    ],
)
def test_messages_in_chinese(english: str, chinese: str) -> None:
    assert translated(english, "zh") == chinese
    assert translated(english, "en") == english


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1.0, "高 1.00"),
        (0.9999, "高 0.99"),
        (0.9, "高 0.90"),
        (0.8999, "中 0.89"),
        (0.5, "低 0.50"),
    ],
)
def test_grades_never_round_up(score: float, expected: str) -> None:
    assert grade(score, "zh") == expected


def test_reasons_name_types() -> None:
    column = Column("x", 0, "email", 0.9, "3 of 4 cells are email; the header says landline")
    assert reason(column, "zh") == "3/4格为电子邮箱；表头却写着固定电话"
    assert reason(column, "en") == "3 of 4 cells are e-mail; the header says fixed-line phone" or (
        "3 of 4 cells are" in reason(column, "en")
    )


def test_the_strongest_evidence_is_named_first_and_once() -> None:
    items = (
        Evidence("shape", 1.0, ""),
        Evidence("label", 4.0, ""),
        Evidence("label", 3.0, ""),
        Evidence("grouping", -2.0, ""),
        Evidence("check_digit", 5.0, ""),
        Evidence("region", 2.0, ""),
    )
    assert why(items, "zh") == "校验码、标签、行政区划"
    assert why(items, "en") == "check digit, label, region"
    assert why((Evidence("shape", -1.0, ""),), "zh") == "格式"


def test_an_unknown_kind_of_evidence_shows_its_name() -> None:
    assert because("brand_new", "zh") == "brand new"
    assert said("more", "en", count=3).startswith("…")


def test_every_kind_of_evidence_and_every_note_that_stands_in_the_code_is_said_in_chinese() -> None:
    told = re.compile(r'Evidence\(\s*"([a-z_]+)",\s*[-+A-Z_0-9.]+,\s*"([^"]+)"')
    found = [
        pair
        for path in SOURCE.rglob("*.py")
        for pair in told.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 300
    silent = {kind for kind, _ in found if because(kind, "zh") == kind.replace("_", " ")}
    silent |= {note for _, note in found if translated(note, "zh") == note and note[-1] != " "}
    assert not silent


def test_every_legal_basis_has_its_english() -> None:
    for kind in taxonomy.types():
        assert law(kind, "en").isascii(), kind.id
        assert law(kind, "zh") == kind.basis
