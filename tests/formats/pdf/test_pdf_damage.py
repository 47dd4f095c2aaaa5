"""Files that are broken, locked or made to harm: a clear failure for each, in bounded time."""

from __future__ import annotations

import io
import sys
import time
import zlib

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menshen import formats
from menshen.errors import EncryptedError, UnreadableError, UnsupportedFormatError
from menshen.formats.pdf import FORMAT, opened
from menshen.model import Block, Document
from tests.formats.pdf.making import Making, by_hand, parts, read, remarks, simple, stream, text

SOUND = simple(text("Tel 13800138000"))


def locked(user: str, owner: str = "owner") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def test_a_password_is_a_failure_with_the_remedy() -> None:
    with pytest.raises(EncryptedError, match="save it without one"):
        read(locked("secret"))


def test_an_empty_password_opens() -> None:
    data = locked("")
    assert "13800138000" in read(data)
    out = io.BytesIO()
    block = next(part for part in parts(data) if isinstance(part, Block))
    FORMAT.write(Document("a.pdf", data=data), [], out, inner=lambda _: None)
    assert out.getvalue() == data
    assert "13800138000" in block.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "cut off"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 8 + b"\n%%EOF\n", "damaged"),
        (by_hand([b"<</Type /Catalog>>"]), "damaged"),
        (by_hand([b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 0>>"]), "damaged"),
    ],
    ids=["head", "empty", "noise", "no tree", "no page"],
)  # fmt: skip
def test_what_is_no_document_is_a_failure(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=f"{said}.*new PDF"):
        read(data)


@pytest.mark.parametrize("share", [0.4, 0.7, 0.9, 0.99])
def test_what_is_cut_off_is_a_failure_after_what_is_left(share: float) -> None:
    data = Making(text("Tel 13800138000"), text("two")).data(compress_streams=False)
    with pytest.raises(UnreadableError, match="cut off before its end"):
        read(data[: int(share * len(data))])


def test_a_broken_list_of_objects_is_mended_and_told() -> None:
    data = SOUND.replace(b"xref\n0 6", b"xxxx\n0 6")
    assert "13800138000" in read(data)
    assert "damaged" in remarks(data)


def test_a_tree_of_pages_that_holds_itself_is_a_failure_or_read() -> None:
    data = by_hand(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [3 0 R 2 0 R] /Count 2>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>",
        ]
    )
    with pytest.raises(UnreadableError):
        read(data)


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_is_refused(layers: int) -> None:
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    raw = b"".join(packer.compress(piece) for _ in range(300)) + packer.flush()
    for _ in range(layers - 1):
        raw = zlib.compress(raw, 9)
    filters = b"/Filter [" + b"/FlateDecode " * layers + b"]"
    data = SOUND.replace(b"/Contents 4 0 R", b"/Contents 6 0 R")
    data = simple(b"", stream(raw, filters)).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")
    started = time.process_time()
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        read(data)
    assert time.process_time() - started < 5


def test_deep_nesting_is_a_failure_or_read() -> None:
    for held in (b"[" * 20_000 + b"]" * 20_000, b"<</A " * 5_000 + b"1" + b">>" * 5_000):
        data = simple(text("Tel"), held, page=b"/Deep 6 0 R ")
        try:
            assert "Tel" in read(data)
        except UnreadableError as error:
            assert "PDF" in str(error)  # noqa: PT017 - either is right


def test_forms_that_draw_themselves_end() -> None:
    making = Making(b"/X Do " + text("page", y=500))
    form = making.form(b"/X Do " + text("form"))
    form.Resources.XObject = pikepdf.Dictionary(X=form)
    making.pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X=form)
    assert "page" in read(making.data())


def test_many_objects_are_read_in_time_and_too_many_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = simple(text("Tel"), *[b"(text)"] * 20_000)
    started = time.process_time()
    assert "Tel" in read(data)
    assert time.process_time() - started < 5
    monkeypatch.setattr(opened, "_OBJECTS", 1000)
    with pytest.raises(UnreadableError, match="divide it"):
        read(data)


def test_without_the_libraries_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(UnsupportedFormatError, match=r"this is a PDF document.*menshen\[documents"):
        read(SOUND)


@given(
    numbers=st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=12)
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_changed_bytes_are_read_or_reported(numbers: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for at, byte in numbers:
        data[at] = byte
    document = Document("a.pdf", data=b"%PDF-" + bytes(data[5:]))
    try:
        assert all(part is not None for part in formats.read(document))
    except UnreadableError as error:
        assert "13800138000" not in str(error)  # noqa: PT017
