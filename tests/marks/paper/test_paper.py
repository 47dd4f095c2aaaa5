"""Marks in documents: every copy reads the same to people, and leads back to whom it was made for."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import MenshenError, UnreadableError, UnsupportedFormatError, UsageError
from menshen.marks import paper
from menshen.marks.paper import positions, text
from menshen.store.keyring import Keyring

KEY = Keyring.from_master(bytes(range(32))).key("通知", "trace")
COPIES = [f"r{n}" for n in range(50)]
PLAIN = "".join(
    f"第{n}条 各部门须于{n % 12 + 1}月{n % 28 + 1}日前核对CRM系统里{n * 37}名客户的记录……"
    f"名单按A{n}类联系——不得外传，违者按第{n % 9}项处理。\n"
    for n in range(12)
)


def word(content: str = PLAIN) -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in content.splitlines():
        paragraph = document.add_paragraph(line[:9])
        paragraph.add_run(line[9:]).bold = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for n in range(60):
        book.active.append([f"客户{n}", n * 7, f"杭州市{n}号"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf() -> bytes:
    pikepdf = pytest.importorskip("pikepdf")
    file = pikepdf.new()
    for page in range(3):
        lines = "".join(
            f"BT /F1 11 Tf 50 {760 - 18 * n} Td (Page {page} line {n} of the list) Tj ET\n"
            for n in range(25)
        )
        file.add_blank_page(page_size=(595, 842))
        file.pages[page].Contents = file.make_stream(lines.encode())
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def best(read: paper.Read) -> tuple[str, float, float]:
    order = sorted(read.log2_evidence.items(), key=lambda pair: -pair[1])
    return order[0][0], order[0][1], order[1][1]


def marked(data: bytes, name: str, copy: str = "r7") -> bytes:
    return paper.mark(data, name=name, key=KEY, document="d-1", copy=copy)


def reading(leak: bytes, original: bytes, name: str, leak_name: str = "") -> paper.Read:
    return paper.read(
        leak,
        original,
        leak_name=leak_name or name,
        name=name,
        key=KEY,
        document="d-1",
        copies=COPIES,
    )


@pytest.mark.parametrize(("name", "make"), [("a.docx", word), ("a.xlsx", excel), ("a.pdf", pdf)])
def test_an_intact_file_leads_to_its_copy_by_marks_and_stamp(name: str, make: object) -> None:
    assert callable(make)
    original = make()
    found = reading(marked(original, name), original, name)
    copy, first, second = best(found)
    assert (copy, found.stamped) == ("r7", "r7")
    assert first > 30
    assert second < 12
    assert found.seen >= 0.9 * found.positions


@pytest.mark.parametrize(("name", "make"), [("a.docx", word), ("a.xlsx", excel), ("a.pdf", pdf)])
def test_the_original_leads_to_nobody(name: str, make: object) -> None:
    assert callable(make)
    original = make()
    found = reading(original, original, name)
    assert found.stamped == ""
    assert max(found.log2_evidence.values()) < 12


def test_text_is_the_same_but_for_blanks_dots_and_zero_width() -> None:
    copy = marked(PLAIN.encode(), "a.txt").decode()
    assert copy != PLAIN
    assert text.skeleton(copy) == text.skeleton(PLAIN)
    digits = [c for c in PLAIN if c.isdigit()]
    assert [c for c in copy if c.isdigit()] == digits


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (lambda t: t, 30),
        (lambda t: t[300:620], 20),
        (lambda t: "转：" + t[100:300] + "（略）" + t[400:640] + "谢谢", 20),
        (lambda t: t.replace("\u200b", ""), 30),
        (lambda t: t[:400] + t[:400], 20),
    ],
)
def test_excerpts_of_a_text_lead_to_the_copy(change: object, least: float) -> None:
    assert callable(change)
    leak = change(marked(PLAIN.encode(), "a.txt").decode())
    copy, first, second = best(reading(leak.encode(), PLAIN.encode(), "a.txt"))
    assert copy == "r7"
    assert first > least
    assert second < 12


def test_a_text_cleaned_of_everything_leads_to_nobody() -> None:
    leak = text.skeleton(unicodedata.normalize("NFKC", PLAIN))
    found = reading(leak.encode(), PLAIN.encode(), "a.txt")
    assert max(found.log2_evidence.values()) < 12


def test_text_pasted_out_of_word_leads_to_the_copy() -> None:
    docx = pytest.importorskip("docx")
    original = word()
    copy = docx.Document(io.BytesIO(marked(original, "a.docx")))
    pasted = "\n".join(p.text for p in copy.paragraphs)
    found = reading(pasted.encode(), original, "a.docx", "b.txt")
    assert best(found)[0] == "r7"
    assert best(found)[1] > 30


def test_a_marked_word_file_says_the_same_in_the_same_form() -> None:
    docx = pytest.importorskip("docx")
    original = word()
    before, after = (docx.Document(io.BytesIO(d)) for d in (original, marked(original, "a.docx")))
    for one, other in zip(before.paragraphs, after.paragraphs, strict=True):
        assert text.skeleton(one.text) == text.skeleton(other.text)
        assert [run.bold for run in one.runs] == [run.bold for run in other.runs]


def test_a_marked_excel_file_holds_the_same_cells() -> None:
    from openpyxl import load_workbook

    original = excel()
    before, after = (load_workbook(io.BytesIO(d)) for d in (original, marked(original, "a.xlsx")))
    assert list(before.active.values) == list(after.active.values)


def test_rows_of_an_excel_file_may_be_sorted_and_lost() -> None:
    from openpyxl import Workbook, load_workbook

    original = excel()
    copy = load_workbook(io.BytesIO(marked(original, "a.xlsx"))).active
    book = Workbook()
    for n in range(60, 5, -1):
        book.active.append([cell.value for cell in copy[n]])
        book.active.row_dimensions[61 - n].height = copy.row_dimensions[n].height
    out = io.BytesIO()
    book.save(out)
    found = reading(out.getvalue(), original, "a.xlsx")
    assert best(found)[0] == "r7"
    assert best(found)[1] > 30


def test_pages_of_a_pdf_may_be_turned_round_and_lost() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    original = pdf()
    file = pikepdf.open(io.BytesIO(marked(original, "a.pdf")))
    del file.pages[0]
    file.pages.reverse()
    out = io.BytesIO()
    file.save(out)
    copy, first, _ = best(reading(out.getvalue(), original, "a.pdf"))
    assert copy == "r7"
    assert first > 30


def test_two_copies_merged_piece_by_piece_lead_to_both() -> None:
    one, other = (marked(PLAIN.encode(), "a.txt", c).decode().splitlines() for c in ("r3", "r9"))
    leak = "\n".join(a if n % 2 else b for n, (a, b) in enumerate(zip(one, other, strict=True)))
    found = reading(leak.encode(), PLAIN.encode(), "a.txt").log2_evidence
    assert sorted(found, key=lambda c: -found[c])[:2] in (["r3", "r9"], ["r9", "r3"])


def test_the_mean_of_the_evidence_is_one_whatever_is_read() -> None:
    held = np.array(list(product([False, True], repeat=6)))
    for seen in ([1, 0, 1, 1, 0, 0], [1, 1, -1, 1, 1, 1], [-1] * 6):
        values = np.exp2(positions.hard(np.array(seen, np.int8), held))
        assert values.mean() == pytest.approx(1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=5))
@settings(max_examples=60)
def test_the_mean_of_soft_evidence_is_one_whatever_is_read(values: list[float]) -> None:
    held = np.array(list(product([False, True], repeat=5)))
    found = np.exp2(positions.soft(np.array(values), held))
    assert found.mean() == pytest.approx(1)


@given(st.text("云栖ab12 …—\n\u200b，", max_size=80), st.randoms())
def test_any_text_keeps_its_skeleton_and_reads_its_bits(content: str, random: Random) -> None:
    places = text.slots(content)
    assert all(a.end <= b.start for a, b in pairwise(places))
    held = [bool(random.getrandbits(1)) for _ in places]
    copy = text.written(content, places, held)
    assert text.skeleton(copy) == text.skeleton(content)
    found = text.observe(copy, content, places)
    assert all(f in {-1, int(b)} for f, b in zip(found, held, strict=True))


def test_copies_and_documents_have_bits_of_their_own() -> None:
    one = positions.bits(KEY, "d", ["甲", "乙"], 4000)
    other = positions.bits(KEY, "e", ["甲"], 4000)
    for a, b in ((one[0], one[1]), (one[0], other[0])):
        assert abs((a == b).mean() - 0.5) < 0.05
    assert positions.stamp(KEY, "d", "甲") != positions.stamp(KEY, "d", "乙")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.png"])
def test_other_files_are_unreadable(name: str) -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for data in (b"", b"hello" * 100, empty.getvalue()):
        with pytest.raises(UnreadableError):
            marked(data, name)


@pytest.mark.parametrize(("name", "make"), [("a.docx", word), ("a.xlsx", excel), ("a.pdf", pdf)])
def test_a_torn_file_is_a_clear_error_or_a_reading(name: str, make: object) -> None:
    assert callable(make)
    original = make()
    for cut in (10, len(original) // 2, len(original) - 30):
        try:
            reading(original[:cut], original, name)
        except MenshenError:
            continue


def test_wrong_use_is_said() -> None:
    with pytest.raises(UnsupportedFormatError):
        marked(b"", "a.zip")
    with pytest.raises(UsageError):
        reading(b"x", excel(), "a.xlsx", "b.txt")
