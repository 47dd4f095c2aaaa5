"""Word documents: read back by another program's rules."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from menshen.papers import KINDS, docx, drafted
from menshen.papers.draft import Break, Draft, Heading, Listed, Paragraph, Run, Table
from tests.papers.facts import called, scanned
from tests.papers.test_papers import FOR_REPORT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert held.testzip() is None
        return {name: ET.fromstring(held.read(name)) for name in held.namelist()}


def text(element: ET.Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_is_sound_and_every_style_is_there(kind: str) -> None:
    draft = drafted(kind, scanned() if kind in FOR_REPORT else called())
    found = parts(docx.written(draft))
    assert set(found) == {
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml",
        "word/footer1.xml", "word/document.xml",
    }  # fmt: skip
    styles = {s.get(f"{W}styleId") for s in found["word/styles.xml"].iter(f"{W}style")}
    used = {s.get(f"{W}val") for s in found["word/document.xml"].iter(f"{W}pStyle")}
    assert used <= styles
    assert draft.title in text(found["word/document.xml"])


@pytest.mark.parametrize("kind", ["breach", "complaint"])
def test_another_reader_reads_the_same(kind: str) -> None:
    other = pytest.importorskip("docx")
    draft = drafted(kind, scanned() if kind in FOR_REPORT else called())
    read = other.Document(io.BytesIO(docx.written(draft)))
    assert read.paragraphs[0].text == draft.title
    tables = [b for b in draft.blocks if isinstance(b, Table)]
    assert len(read.tables) == len(tables)
    for held, meant in zip(read.tables, tables, strict=True):
        assert len(held.rows) == len(meant.rows) + (not meant.plain)
    headings = [p.text for p in read.paragraphs if p.style.name.lower() == "heading 1"]
    assert headings == [b.text for b in draft.blocks if isinstance(b, Heading) and b.level == 1]


def test_gaps_are_yellow_and_in_brackets() -> None:
    draft = Draft("x", "标题", (Paragraph((Run("甲："), Run("姓名", gap=True))),))
    document = parts(docx.written(draft))["word/document.xml"]
    (run,) = [r for r in document.iter(f"{W}r") if r.find(f"{W}rPr/{W}highlight") is not None]
    assert text(run) == "【待填：姓名】"


def test_lists_tables_and_breaks() -> None:
    words = (Run("项"),)
    blocks = (
        Listed((words, words), "number"),
        Listed((words,), "check"),
        Table(("甲", "乙"), ((words, words),), (30, 70)),
        Break(),
    )
    document = parts(docx.written(Draft("x", "标题", blocks)))["word/document.xml"]
    shown = [text(p) for p in document.iter(f"{W}p")]
    assert "1. 项" in shown
    assert "2. 项" in shown
    assert "□ 项" in shown
    assert document.find(f".//{W}tblHeader") is not None
    assert document.find(f".//{W}br") is not None


def test_what_is_written_cannot_act() -> None:
    hostile = (Run("<w:p/>&\"'"),)
    document = parts(docx.written(Draft("x", "<t>&", (Paragraph(hostile),))))["word/document.xml"]
    assert "<w:p/>&\"'" in text(document)
    assert "<t>&" in text(document)


def test_the_same_draft_gives_the_same_bytes() -> None:
    draft = drafted("pipia", scanned())
    assert docx.written(draft) == docx.written(draft)
