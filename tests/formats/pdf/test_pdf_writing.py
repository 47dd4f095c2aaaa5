"""A PDF written back: values are gone from every byte of it, and nothing else has moved."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from menshen.formats.pdf import FORMAT
from menshen.formats.pdf.matching import spots
from menshen.model import Document
from menshen.redact import redact
from menshen.redact.verify import verify
from tests.formats.pdf.making import (
    VALUE,
    Making,
    drawn,
    full,
    holds,
    parts,
    read,
    remains,
    simple,
    stream,
    text,
    updated,
    written,
)

OTHER = "138****8000"


def origins(data: bytes) -> dict[str, list[tuple[float, float]]]:
    """Return where the characters of the first page stand."""
    import pypdfium2
    import pypdfium2.raw as raw

    with pypdfium2.PdfDocument(data) as document:
        page = document[0].get_textpage()
        numbers = range(page.count_chars())
        found = spots(document, 0, numbers)
        held: dict[str, list[tuple[float, float]]] = {}
        for number in numbers:
            if not found[number].blank:
                char = chr(raw.FPDFText_GetUnicode(page, number))
                held.setdefault(char, []).append((found[number].x, found[number].y))
        page.close()
    return held


@pytest.mark.parametrize("shown", [b"(13800138000 office)Tj", b"[(138)4(00138000 office)]TJ"])
def test_no_blank_is_needed_between_a_font_and_what_it_shows(shown: bytes) -> None:
    data = simple(b"BT 72 700 Td /F1 11 Tf%s ET BT 72 600 Td /F1 11 Tf(Later)Tj ET" % shown)
    out = written(data, {VALUE: OTHER})
    assert read(out).replace(" ", "").split() == ["138****8000office", "Later"]
    with pikepdf.open(io.BytesIO(out)) as pdf:
        held = {str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])}
    assert held <= {"BT", "ET", "Td", "Tf", "Tj", "TJ", "Tc", "Tw", "Tz"}  # none such as Tf0


def test_a_value_leaves_the_content_and_the_rest_stays_where_it_was() -> None:
    data = drawn((72, 700, "Tel 13800138000, office"), (72, 680, "姓名：张三丰，男"))
    out = written(data, {VALUE: OTHER, "张三丰": "某某"})
    assert read(out).replace(" ", "").startswith("Tel138****8000,office\n姓名：某某，男")
    assert not holds(out, VALUE)
    assert not holds(out, "张三丰")
    before, after = origins(data), origins(out)
    for char in "Tel,ofice姓名：，男":
        for old, new in zip(before[char], after[char], strict=True):
            assert new == pytest.approx(old, abs=0.05), char


WAYS = {
    "Tj": b"BT /F1 12 Tf 72 700 Td (Tel 13800138000 end) Tj ET",
    "TJ": b"BT /F1 12 Tf 72 700 Td [(Tel 138) -50 (001) 20 (38000) -300 (end)] TJ ET",
    "next": b"BT /F1 12 Tf 14 TL 72 714 Td (Tel 13800138000 end) ' ET",
    "spaced": b'BT /F1 12 Tf 14 TL 72 714 Td 1 2 (Tel 13800138000 end) " (more) Tj ET',
    "escaped": rb"BT /F1 12 Tf 72 700 Td (Tel 138\0600\06138000\040end) Tj ET",
    "letters": b"BT /F1 12 Tf 72 700 Td " + b" ".join(b"(%c) Tj" % c for c in b"Tel 13800138000 end") + b" ET",
    "placed": b"BT /F1 12 Tf " + b" ".join(
        b"1 0 0 1 %d 700 Tm (%c) Tj" % (72 + 7 * n, c) for n, c in enumerate(b"Tel 13800138000 end")) + b" ET",
    "turned": b"BT /F1 12 Tf 0 1 -1 0 300 200 Tm (Tel 13800138000 end) Tj ET",
    "scaled": b"q 2 0 0 2 10 10 cm BT /F1 6 Tf 80 Tz 3 Ts 20 300 Td (Tel 13800138000 end) Tj ET Q",
    "invisible": b"BT 3 Tr /F1 12 Tf 72 700 Td (Tel 13800138000 end) Tj ET",
    "bold": b"BT /F1 12 Tf 72 700 Td (Tel 13800138000 end) Tj ET BT /F1 12 Tf 72.2 700 Td (Tel 13800138000 end) Tj ET",
    "hex": b"BT /F1 12 Tf 72 700 Td <54656c203133383030313338303030 20656e64> Tj ET",
    "nofont": b"BT /F9 12 Tf 72 700 Td (Tel 13800138000 end) Tj ET",
    "image": b"BI /W 1 /H 1 /BPC 8 /CS /G ID (\x00 EI BT /F1 12 Tf 72 700 Td (Tel 13800138000 end) Tj ET",
}  # fmt: skip


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("other", [OTHER, "", "〔手机号码1〕", "███████████"])
def test_every_operator_that_shows_text_is_written_anew(way: str, other: str) -> None:
    data = simple(WAYS[way])
    assert VALUE in read(data)
    out = written(data, {VALUE: other})
    held = read(out)
    assert not holds(out, VALUE)
    assert VALUE not in held
    assert "end" in held
    assert other in held.replace(" ", "").replace("\n", "")
    before, after = origins(data), origins(out)
    for char in "Tend":
        # Of what is drawn twice either may count.
        assert after[char][0] == pytest.approx(before[char][0], abs=0.3)


def test_a_value_on_two_lines_goes_from_both() -> None:
    data = drawn((72, 700, "Tel 138001"), (72, 686, "38000 end"))
    out = written(data, {"138001\n38000": OTHER})
    assert read(out).split() == ["Tel", OTHER, "end", *read(out).split()[3:]]
    assert "38000 end" not in read(out)


def test_what_stands_instead_on_two_lines_is_written_on_both() -> None:
    data = drawn((72, 700, "Tel 138001"), (72, 686, "38000 end"))
    out = written(data, {"138001\n38000": "138***\n**000"})
    assert read(out).split()[:4] == ["Tel", "138***", "**000", "end"]
    assert origins(out)["e"][1] == pytest.approx(origins(data)["e"][1], abs=0.05)


def test_content_in_several_streams_is_one() -> None:
    making = Making()
    page = making.pdf.pages[0].obj
    page.Contents = Array(
        [
            making.pdf.make_stream(b"BT /F1 12 Tf 72 700 Td"),
            making.pdf.make_stream(b"(Tel 13800138000) Tj"),
            making.pdf.make_stream(b"ET"),
        ]
    )
    out = written(making.data(), {VALUE: OTHER})
    assert OTHER in read(out)
    assert not holds(out, VALUE)


def test_a_form_on_two_pages_is_changed_once_for_both() -> None:
    making = Making(b"/X Do", b"q 1 0 0 1 0 -100 cm /X Do Q /X Do")
    form = making.form(text(f"Tel {VALUE}"))
    for page in making.pdf.pages:
        page.obj.Resources.XObject = Dictionary(X=form)
    out = written(making.data(), {VALUE: "〔手机号码1〕"})
    assert read(out).replace(" ", "").count("〔手机号码1〕") == 3
    assert not holds(out, VALUE)


def test_content_shared_by_pages_is_changed_for_each() -> None:
    making = Making(text(f"Tel {VALUE}"), b"")
    making.pdf.pages[1].obj.Contents = making.pdf.pages[0].obj.Contents
    out = written(making.data(), {VALUE: OTHER})
    assert read(out).count(OTHER) == 2
    assert not holds(out, VALUE)


def test_marks_and_what_they_speak_for_are_changed_both() -> None:
    making = Making(b"/Span <</ActualText (Tel 13800138000)>> BDC " + text(VALUE) + b"EMC")
    out = written(making.data(), {VALUE: OTHER})
    assert not holds(out, VALUE)
    assert read(out).count(OTHER) == 2


def test_a_value_leaves_every_corner() -> None:
    data = full()
    assert remains(data).count(VALUE.encode()) > 15
    out = written(
        data, {VALUE: OTHER}, lambda inside: inside.data.replace(VALUE.encode(), OTHER.encode())
    )
    assert not holds(out, VALUE)
    with pikepdf.open(io.BytesIO(out)) as pdf:
        page = pdf.pages[0].obj
        assert str(page.Annots[0].V) == f"about {OTHER}"
        assert "/AP" in page.Annots[0]
        assert "/AP" not in page.Annots[1]
        assert pdf.Root.AcroForm.NeedAppearances
        assert pdf.attachments["a.txt"].get_file().read_bytes() == f"Tel {OTHER}".encode()
        assert "/Thumb" not in page
        assert "/PieceInfo" not in page


def test_an_attachment_that_is_left_out_leaves_nothing() -> None:
    out = written(full(), {VALUE: OTHER}, lambda _: None)
    assert not holds(out, VALUE)


def test_earlier_versions_and_loose_objects_are_gone() -> None:
    first = simple(text(f"Tel {VALUE}"), b"(loose 13800138000)")
    data = updated(first, 4, stream(text("nothing here")))
    out = written(data, {})
    assert VALUE.encode() not in out
    assert not holds(out, VALUE)
    assert out.count(b"%%EOF") == 1
    assert "nothing here" in read(out)


def test_without_edits_the_bytes_are_the_same() -> None:
    data = Making(text(f"Tel {VALUE}")).data()
    out = io.BytesIO()
    FORMAT.write(Document("a.pdf", data=data), [], out, inner=lambda inside: inside.data)
    assert out.getvalue() == data


def test_signatures_and_the_old_name_of_the_file_go() -> None:
    making = Making(text(f"Tel {VALUE}"))
    signature = making.add(
        Dictionary(
            Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String(bytes(8)),
            Name=String("signer"),
        )
    )  # fmt: skip
    field = making.add(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), V=signature,
                   Rect=Array([0, 0, 9, 9]))
    )  # fmt: skip
    making.pdf.pages[0].obj.Annots = Array([field])
    making.pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    data = making.data()
    out = written(data, {VALUE: OTHER})
    assert b"signer" not in remains(out)
    with pikepdf.open(io.BytesIO(data)) as old, pikepdf.open(io.BytesIO(out)) as new:
        assert "/SigFlags" not in new.Root.AcroForm
        assert bytes(old.trailer.ID[0]) != bytes(new.trailer.ID[0])


def test_a_long_text_is_narrowed_to_the_room_there_is() -> None:
    data = simple(b"BT /F1 12 Tf 72 700 Td (Tel 138 end of the line) Tj ET")
    out = written(data, {"138": "0000 0000 0000"})
    spots_ = origins(out)
    assert max(x for x, _ in spots_["0"]) < min(x for x, _ in spots_["n"])


@pytest.mark.parametrize("style", ["mask", "label", "block", "delete", "surrogate"])
def test_redaction_proves_itself(style: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        drawn(
            (72, 700, "姓名：张三丰"), (72, 680, "手机号码：13800138000"), (72, 660, "Office hours")
        )
    )
    key = bytes(range(32)) if style == "surrogate" else None
    done = redact(tmp_path / "a.pdf", tmp_path / "b.pdf", style=style, key=key)
    assert done.by_type == {"person_name": 1, "mobile_number": 1}
    out = (tmp_path / "b.pdf").read_bytes()
    assert not holds(out, VALUE)
    assert not holds(out, "张三丰")
    assert "Office hours" in read(out)
    assert verify(tmp_path / "a.pdf", tmp_path / "b.pdf").intact


@given(
    x=st.floats(0, 550), y=st.floats(0, 830), size=st.floats(4, 40),
    turn=st.sampled_from([(1, 0, 0, 1), (0, 1, -1, 0), (0.8, 0.6, -0.6, 0.8), (-1, 0, 0, -1)]),
    other=st.sampled_from([OTHER, "", "〔1〕", "16388894264"]),
    cuts=st.lists(st.integers(1, 10), max_size=3, unique=True),
)  # fmt: skip
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_planted_value_never_survives(
    x: float, y: float, size: float, turn: tuple[float, ...], other: str, cuts: list[int]
) -> None:
    edges = [0, *sorted(cuts), len(VALUE)]
    pieces = b" ".join(b"(%s)" % VALUE[a:b].encode() for a, b in itertools.pairwise(edges))
    place = b"%g %g %g %g" % turn
    content = b"BT /F1 %.3f Tf %s %.3f %.3f Tm [(Tel ) %s ( end)] TJ ET" % (
        size, place, x, y, pieces,
    )  # fmt: skip
    out = written(simple(content), {VALUE: other})
    assert not holds(out, VALUE)
    assert VALUE not in read(out)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_another_reader_finds_nothing_and_all_else(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        written(drawn((72, 700, "Tel 13800138000 end"), (72, 680, "姓名：张三丰")), {VALUE: OTHER})
    )
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    said = done.stdout.decode()
    assert "13800138000" not in said
    assert "Tel 138****8000 end" in " ".join(said.split())
    assert done.stderr == b""


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_another_writer_finds_the_file_sound_and_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        written(full(), {VALUE: OTHER}, lambda inside: (inside.data or b"").replace(b"138", b"x"))
    )
    subprocess.run(["qpdf", "--check", path], capture_output=True, check=True)
    done = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True, check=True
    )
    assert VALUE.encode() not in done.stdout


def test_blocks_of_what_was_written_are_read_alike() -> None:
    data = full()
    assert [p for p in parts(data) if isinstance(p, Document)]
    assert len(parts(written(data, {VALUE: OTHER}))) >= 2
