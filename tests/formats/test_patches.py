"""Patches: characters to bytes in any charset, and nothing else moves."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen import formats
from menshen.edits import Edit
from menshen.errors import UnreadableError
from menshen.formats.decoding import TextStream
from menshen.formats.patches import Change, byte_patches, starred, written
from menshen.model import Block, Document, Span
from tests.formats.documents import DOCUMENTS

CHARSETS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
HAN = st.text("张三丰的电话号码是一二三abc123，。\r\n\U00020000", max_size=60)


def carried(data: bytes, changes: list[Change]) -> bytes:
    document, out = Document("a.txt", data=data), BytesIO()
    written(document, byte_patches(document, changes), out)
    return out.getvalue()


@given(charset=CHARSETS, before=HAN, value=HAN, after=HAN, new=HAN)
def test_only_what_is_asked_changes(
    charset: str, before: str, value: str, after: str, new: str
) -> None:
    lead = "电话号码：中文文本。"
    data = (lead + before + value + after).encode(charset)
    at = len(lead + before)
    if "".join(TextStream(Document("a", data=data))) != lead + before + value + after:
        return
    done = carried(data, [Change(at, at + len(value), new)])
    assert done == (lead + before + new + after).encode(charset)


@given(st.binary(max_size=300))
def test_bytes_that_fit_no_charset_stay(data: bytes) -> None:
    text = "".join(TextStream(Document("a", data=data)))
    assert carried(data, [Change(len(text), len(text), "")]) == data
    half = len(text) // 2
    assert carried(data, [Change(half, half, ""), Change(len(text), len(text), "")]) == data


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_stretch_taken_out_leaves_the_rest(data: bytes, choice: st.DataObject) -> None:
    text = "".join(TextStream(Document("a", data=data)))
    start = choice.draw(st.integers(0, len(text)))
    end = choice.draw(st.integers(start, len(text)))
    document = Document("a", data=data)
    patches = list(byte_patches(document, [Change(start, end, "")]))
    (patch,) = patches
    assert 0 <= patch.start <= patch.end <= len(data)
    assert carried(data, [Change(start, end, "")]) == data[: patch.start] + data[patch.end :]


def test_what_a_charset_lacks_becomes_stars() -> None:
    data = "姓名：張偉，電話很多，住在台北市大安區".encode("big5")
    assert carried(data, [Change(3, 5, "张x")]).decode("big5")[3:5] == "*x"


def test_overlaps_and_strange_blocks_are_refused() -> None:
    with pytest.raises(UnreadableError, match="overlap"):
        carried(b"abcdef", [Change(0, 3, ""), Change(2, 4, "")])
    with pytest.raises(UnreadableError, match="past"):
        carried(b"abc", [Change(0, 9, "")])
    for name in ("plain.txt", "page.html", "mail.eml"):
        document = Document(name, data=DOCUMENTS[name])
        edit = Edit("no such block#0", Span(0, 1), "")
        with pytest.raises(UnreadableError):
            formats.for_document(document).write(  # type: ignore[attr-defined]
                document, [edit], BytesIO(), inner=lambda d: d.data
            )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_without_edits_every_format_writes_the_same_bytes(name: str) -> None:
    document, out = Document(name, data=DOCUMENTS[name]), BytesIO()
    format_ = formats.for_document(document)
    format_.write(document, [], out, inner=lambda d: d.data)  # type: ignore[attr-defined]
    assert out.getvalue() == DOCUMENTS[name]


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if not n.endswith(("eml", "mbox", "log"))])
def test_what_is_written_is_what_is_read_again(name: str) -> None:
    """Every Chinese word of two characters or more becomes another; nothing else may change."""
    document = Document(name, data=DOCUMENTS[name])
    format_ = formats.for_document(document)
    before = [p for p in format_.read(document) if isinstance(p, Block)]
    edits = [
        Edit(block.id, Span(at, at + 2), "某甲")
        for block in before
        for at in _places(block.text, "张三")
    ]
    assert edits
    out = BytesIO()
    format_.write(document, edits, out, inner=lambda d: d.data)  # type: ignore[attr-defined]
    again = Document(name, data=out.getvalue())
    after = [p for p in format_.read(again) if isinstance(p, Block)]
    assert [b.text.replace("张三", "某甲") for b in before] == [b.text for b in after]


def _places(text: str, word: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(word, at)]


def test_stars_keep_the_structure() -> None:
    assert starred('张三","a-1') == '**","*-*'
