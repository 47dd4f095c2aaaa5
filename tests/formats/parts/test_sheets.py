"""Rows and cells of sheets: however they are written and however they come in pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.edits import carried_out
from menshen.errors import UnreadableError
from menshen.formats.parts.book import Book, is_exact
from menshen.formats.parts.sheets import Cell, Row, Sheet, cells, divided
from menshen.formats.parts.slots import Change
from menshen.formats.parts.strings import Strings, items, mended, plain, silent, spoken
from menshen.model import Span

ROWS = [
    b'<row r="1"><c r="A1"><v>1</v></c><c r="C1" s="2" t="s"><v>0</v></c></row>',
    b'<row><c t="inlineStr"><is><r><t>a&amp;</t></r><t>b</t></is></c><c/><c><v>2</v></c></row>',
    b"<row r='7' hidden='1' />",
    b'<row r="9"><c r="B9" t="str"><f>A1&amp;"x"</f><v>y</v></c><c r="D9"><f t="shared" si="3"/><v>4</v></c></row>',
    b'<x:row r="12"><x:c r="A12"><x:v>5</x:v></x:c></x:row>',
]
HEAD, REST = b'<worksheet><cols/><sheetData a="b">', b"</sheetData><pageMargins/></worksheet>"


def rows_of(part: bytes, cuts: list[int], sheet: Sheet) -> list[Row]:
    """Return the rows of a sheet that comes in pieces."""
    places = sorted({min(cut, len(part)) for cut in cuts} | {0, len(part)})
    return list(divided((part[a:b] for a, b in pairwise(places)), sheet))


@given(
    st.lists(st.sampled_from(ROWS[:4]), max_size=6),
    st.lists(st.integers(0, 900), max_size=12),
    st.sampled_from([b"", b"\n "]),
)
@settings(max_examples=150, deadline=None)
def test_rows_are_the_same_however_they_come(
    rows: list[bytes], cuts: list[int], between: bytes
) -> None:
    part = HEAD + b"".join(between + row for row in rows) + REST
    sheet = Sheet()
    found = rows_of(part, cuts, sheet)
    assert [row.raw for row in found] == [between + row for row in rows]
    assert sheet.head + b"".join(row.raw for row in found) + sheet.rest == part
    assert (sheet.head, sheet.rest) == (HEAD, REST)


def only(raw: bytes) -> Row:
    (row,) = rows_of(HEAD + raw + REST, [], Sheet())
    return row


def test_numbers_are_told_or_counted() -> None:
    found = rows_of(HEAD + b"".join(ROWS[:4]) + REST, [], Sheet())
    assert [(row.number, row.hidden) for row in found] == [
        (0, False),
        (1, False),
        (6, True),
        (8, False),
    ]


def test_cells() -> None:
    first = list(cells(only(ROWS[0])))
    assert [(c.column, c.style, c.kind, c.value) for c in first] == [
        (0, 0, b"", b"1"),
        (2, 2, b"s", b"0"),
    ]
    second = list(cells(only(ROWS[1])))
    assert [(c.column, c.kind, c.value) for c in second] == [
        (0, b"inlineStr", b"a&amp;b"),
        (2, b"", b"2"),
    ]
    third = list(cells(only(ROWS[3])))
    assert [(c.column, c.formula) for c in third] == [(1, ('A1&"x"', "")), (3, ("", "3"))]


def test_places_of_cells_are_those_in_the_row() -> None:
    for raw in ROWS[:2]:
        row = only(raw)
        for cell in cells(row):
            assert row.raw[cell.start : cell.end].startswith(b"<c")
            assert row.raw[cell.start : cell.end].endswith(b"</c>")


def test_prefixes() -> None:
    part = (
        HEAD.replace(b"<sheetData", b"<x:sheetData")
        + ROWS[4]
        + REST.replace(b"</sheetData", b"</x:sheetData")
    )
    (row,) = rows_of(part, [40, 60], Sheet())
    assert [c.value for c in cells(row)] == [b"5"]


@pytest.mark.parametrize(
    "part",
    [
        b"<chartsheet/>",
        b"",
        b"<worksheet><sheetData/></worksheet>",
        b"<a><sheetData></sheetData></a>",
    ],
)
def test_sheets_without_rows(part: bytes) -> None:
    sheet = Sheet()
    assert rows_of(part, [3], sheet) == []
    assert sheet.head + sheet.rest == part


def test_a_sheet_without_cells_is_not_held_without_end() -> None:
    with pytest.raises(UnreadableError, match="no cells"):
        list(divided((b" " * (1 << 20) for _ in range(100)), Sheet()))


BOOK = Book((), (False, True), 0, None)


def cell(value: bytes, kind: bytes = b"", style: int = 0) -> Cell:
    return Cell(0, style, kind, value, None, 0, 0)


@pytest.mark.parametrize(
    ("held", "text"),
    [(cell(b"13800138000"), "13800138000"), (cell(b"1.38E10"), "13800000000"), (cell(b"0.5"), "0.5"), (cell(b"1.50"), "1.5"),
     (cell(b"32994", style=1), "1990-05-01"), (cell(b"1", b"b"), "TRUE"), (cell(b"#N/A", b"e"), "#N/A"),
     (cell(b"a&lt;", b"str"), "a<"), (cell(b"x"), "x"), (cell(b"1e999"), "inf"), (cell(b"99", b"s"), ""), (cell(b"-1", b"s"), "")],
)  # fmt: skip
def test_values_as_text(held: Cell, text: str) -> None:
    with Strings(iter(["甲"])) as strings:
        assert BOOK.text(held, strings) == text


@pytest.mark.parametrize(
    ("text", "held", "written"),
    [("139", cell(b"1"), (b"", b"139")), ("0139", cell(b"1"), (b"inlineStr", b"0139")), ("*", cell(b"1"), (b"inlineStr", b"*")),
     ("1990-05-01", cell(b"1", style=1), (b"", b"32994.0")), ("x", cell(b"1", style=1), (b"inlineStr", b"x")),
     ("139", cell(b"1", b"str"), (b"inlineStr", b"139")), ("a<", cell(b"1", b"s"), (b"inlineStr", b"a&lt;"))],
)  # fmt: skip
def test_what_is_written(text: str, held: Cell, written: tuple[bytes, bytes]) -> None:
    kind, value = BOOK.written(text, held)
    assert kind == written[0]
    assert value == written[1] or not value


def test_digits_beyond_fifteen() -> None:
    assert is_exact("123456789012345", cell(b""))
    assert not is_exact("1234567890123456", cell(b""))
    assert is_exact("1234567890123456", cell(b"", b"s"))
    assert is_exact("0.12345678901234567", cell(b""))


RUNS = st.lists(st.text("甲1<& ", max_size=6), min_size=1, max_size=5)


@given(RUNS, st.integers(0, 30), st.integers(0, 30), st.text("新<", max_size=3))
def test_runs_of_an_item_are_changed_as_their_text(
    runs: list[str], one: int, two: int, new: str
) -> None:
    from menshen.formats.parts.tokens import encoded

    item = b"<si>" + b"".join(b"<r><t>" + encoded(run) + b"</t></r>" for run in runs) + b"</si>"
    text = "".join(runs)
    assert plain(item) == text
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    if start < end:
        assert plain(mended(item, [Change(Span(start, end), new)])) == carried_out(
            text, [(Span(start, end), new)]
        )


@given(st.lists(st.text("甲1", max_size=5), max_size=6), st.lists(st.integers(0, 200), max_size=8))
def test_items_are_the_same_however_they_come(texts: list[str], cuts: list[int]) -> None:
    part = b"<sst>" + b"".join(f"<si><t>{text}</t></si>".encode() for text in texts) + b"</sst>"
    places = sorted({min(cut, len(part)) for cut in cuts} | {0, len(part)})
    held = list(items(part[a:b] for a, b in pairwise(places)))
    assert [plain(piece) for is_item, piece in held if is_item] == texts
    assert b"".join(piece for _, piece in held) == part


def test_how_an_item_is_pronounced() -> None:
    item = b'<si><t>a</t><rPh sb="0" eb="1"><t>yao</t></rPh><phoneticPr fontId="1"/></si>'
    assert plain(item) == "a"
    assert spoken(item) == "yao"
    assert silent(item) == b"<si><t>a</t></si>"
    assert spoken(b"<si><t>a</t></si>") == ""


def test_an_item_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="longer than 8 MB"):
        list(items(iter([b"<si><t>"] + [b"x" * (1 << 20)] * 10)))
