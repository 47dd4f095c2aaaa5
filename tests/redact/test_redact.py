"""Redaction from end to end: every text format, every style, and the proof."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import menshen
from menshen import formats
from menshen.errors import ResidueError, UsageError
from menshen.formats import eml
from menshen.model import Block, Document
from menshen.policy import Policy
from menshen.text import decode, decode_base64
from tests.formats.documents import DOCUMENTS, PLANTED

KEY = bytes(range(32))
STYLES = ("mask", "block", "label", "surrogate", "token", "fpe", "generalize", "delete")
OTHERS = "姓名：某某\n"


def put(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(DOCUMENTS[name])
    return path


def texts(document: Document) -> str:
    """Return all text of a document and of what lies inside it."""
    found = []
    for part in formats.read(document):
        if isinstance(part, Block):
            found.append(part.text)
        elif isinstance(part, Document):
            found.append(texts(part))
    return "\n".join(found)


def hidden(text: str) -> str:
    """Return what is encoded in a text."""
    import re

    views = [decode(text, 0, len(text))]
    views += [decode_base64(text, *m.span()) for m in re.finditer("[A-Za-z0-9+/]{20,}={0,2}", text)]
    return "\n".join(view.text for view in views if view is not None)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("style", STYLES)
def test_nothing_planted_is_left_and_the_output_is_read(
    name: str, style: str, tmp_path: Path
) -> None:
    source, out = put(tmp_path, name), tmp_path / "out" / name
    done = menshen.redact(source, out, style=style, key=KEY)
    assert not done.failures
    document = Document(name, path=out)
    text = texts(document)
    both = text + hidden(text)
    for value in PLANTED:
        assert value not in both, value
        assert value.encode() not in out.read_bytes()
    found = {f.normal for f in menshen.find(text)}
    assert not found & {"张三丰", "+8613800138000", "11010519491231002X", "zhangsf@163.com"}
    assert formats.for_document(document).id == formats.for_document(
        Document(name, path=source)
    ).id or (name == "chat.txt")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_no_value_stays(name: str, tmp_path: Path) -> None:
    """Line ends, byte order marks, delimiters, markup, wrong bytes: all as they were."""
    source, out = put(tmp_path, name), tmp_path / "out" / name
    menshen.redact(source, out, style="mask")
    old, new = source.read_bytes(), out.read_bytes()
    assert old[:3] == new[:3]
    for sign in (b"\r\n", b"\xff\xfe\x80", b"<td>", b"COPY public.t", b"INSERT INTO", b"boundary="):
        if sign != b"\r\n" or not name.endswith("eml"):
            assert old.count(sign) == new.count(sign), sign
    if not name.endswith((".eml", ".mbox")):
        assert old.count(b'"') == new.count(b'"') or name.endswith((".json", ".jsonl"))


def test_wrong_bytes_and_lengths_stay_with_a_mask(tmp_path: Path) -> None:
    source, out = put(tmp_path, "gbk.txt"), tmp_path / "b.txt"
    menshen.redact(source, out, style="mask")
    old, new = source.read_bytes().decode("gb18030"), out.read_bytes().decode("gb18030")
    assert len(old) == len(new)
    assert all(b in {a, "*"} for a, b in zip(old, new, strict=True))


@pytest.mark.parametrize("style", ["label", "surrogate", "token", "fpe", "mask"])
def test_two_runs_give_the_same_bytes(style: str, tmp_path: Path) -> None:
    for name in ("plain.txt", "table.csv", "mail.eml", "page.html"):
        source = put(tmp_path, name)
        outs = []
        for run in ("a", "b"):
            menshen.redact(source, tmp_path / run / name, style=style, key=KEY)
            outs.append((tmp_path / run / name).read_bytes())
        assert outs[0] == outs[1]


def test_one_person_has_one_stand_in_across_documents(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("plain.txt", "table.csv", "list.json"):
        put(tmp_path / "in", name)
    for style, sign in (("label", "〔姓名"), ("surrogate", "")):
        out = tmp_path / style
        menshen.redact(tmp_path / "in", out, style=style, key=KEY)
        names = [
            {f.value for f in menshen.find((out / name).read_text("utf-8-sig"))
             if f.type.id == "person_name"} if not sign else {sign}
            for name in ("plain.txt", "table.csv")
        ]  # fmt: skip
        assert names[0] & names[1]
    csv = (tmp_path / "label" / "table.csv").read_text("utf-8-sig")
    text = (tmp_path / "label" / "plain.txt").read_text("utf-8")
    label = text.split("姓名：")[1].split("\n")[0].strip()
    assert f"1,{label}," in csv


def test_a_bare_name_elsewhere_goes_as_well(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "联系人：逄九思，电话13800138000。\n货号 AA 逄九思 BB\n", "utf-8"
    )
    menshen.redact(tmp_path / "a.txt", tmp_path / "b.txt")
    assert "九思" not in (tmp_path / "b.txt").read_text("utf-8")


def test_jobs_do_not_change_what_comes_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("plain.txt", "gbk.csv", "list.xml"):
        put(tmp_path / "in", name)
    for jobs in (1, 2):
        menshen.redact(tmp_path / "in", tmp_path / f"o{jobs}", style="label", jobs=jobs)
    for name in ("plain.txt", "gbk.csv", "list.xml"):
        assert (tmp_path / "o1" / name).read_bytes() == (tmp_path / "o2" / name).read_bytes()


def test_names_of_files_and_folders_are_text_too(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "张三丰13800138000"
    folder.mkdir(parents=True)
    (folder / "张三丰的登记.txt").write_text("姓名：张三丰，手机13800138000", "utf-8")
    done = menshen.redact(tmp_path / "in", tmp_path / "out", style="label")
    (output,) = done.outputs
    assert output.renamed
    assert "张三丰" not in str(output.path)
    assert "13800138000" not in str(output.path.relative_to(tmp_path))
    assert output.path.name == "〔姓名1〕的登记.txt"


def test_what_cannot_be_written_leaves_no_copy(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    put(tmp_path / "in", "plain.txt")
    (tmp_path / "in" / "a.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "in" / "a.bin").write_bytes(bytes(range(256)) * 9)
    done = menshen.redact(tmp_path / "in", tmp_path / "out")
    assert {Path(f.document).name for f in done.failures} == {"a.pdf", "a.bin"}
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["plain.txt"]


def test_an_attachment_that_cannot_be_read_is_left_out_and_told(tmp_path: Path) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.cn", "b@c.cn", "x"
    mail["Message-ID"] = "<1@b.cn>"
    mail.set_content("电话13800138000\n")
    mail.add_attachment(
        b"%PDF-1.7 13800138000", maintype="application", subtype="pdf", filename="a.pdf"
    )
    mail.add_attachment("手机13800138000\n", filename="b.txt")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    done = menshen.redact(tmp_path / "a.eml", tmp_path / "b.eml")
    assert [f.document.endswith("a.eml!/a.pdf") for f in done.failures] == [True]
    data = (tmp_path / "b.eml").read_bytes()
    assert b"%PDF" not in data
    assert b"JVBERi" not in data
    assert b"left out" in data
    inner = [
        p.uri for p in eml.FORMAT.read(Document("b.eml", data=data)) if isinstance(p, Document)
    ]
    assert [uri.rpartition("/")[2] for uri in inner] == ["b.txt"]


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = put(tmp_path, "plain.txt")
    for out in (source, tmp_path / "." / "plain.txt", tmp_path):
        before = source.read_bytes()
        with pytest.raises(UsageError):
            menshen.redact(source, out)
        assert source.read_bytes() == before
    with pytest.raises(UsageError):
        menshen.redact(tmp_path, tmp_path / "sub")
    link = tmp_path / "link.txt"
    link.symlink_to(source)
    with pytest.raises(UsageError):
        menshen.redact(source, link)


def test_wrong_use_is_told(tmp_path: Path) -> None:
    source = put(tmp_path, "plain.txt")
    out = tmp_path / "o.txt"
    for wrong in (
        {"style": "nonsense"}, {"style": "token"}, {"style": "token", "key": b"short"}, {"jobs": 0},
        {"vault": tmp_path / "v", "key": KEY, "style": "mask"}, {"vault": tmp_path / "v", "style": "label"},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            menshen.redact(source, out, **wrong)
    assert not out.exists()


def test_residue_is_refused_and_no_file_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that forgets an edit is found out."""
    from menshen.formats.plain import Plain

    honest = Plain.patches

    def forgetful(self, document, edits, *, inner):  # type: ignore[no-untyped-def]
        return honest(self, document, list(edits)[1:], inner=inner)

    monkeypatch.setattr(Plain, "patches", forgetful)
    source = put(tmp_path, "plain.txt")
    with pytest.raises(ResidueError) as error:
        menshen.redact(source, tmp_path / "out" / "o.txt", style="label")
    assert "张三丰" not in str(error.value)
    assert list((tmp_path / "out").iterdir()) == []
    done = menshen.redact(tmp_path, tmp_path.with_name(f"{tmp_path.name}-o"), style="label")
    assert done.residue
    assert not done.outputs


def test_a_policy_decides_by_kind(tmp_path: Path) -> None:
    source = put(tmp_path, "plain.txt")
    policy = Policy.parse(
        '[redact]\nstyle = "block"\n[redact.styles]\nperson_name = "label"\nemail = "keep"\n'
    )
    menshen.redact(source, tmp_path / "o.txt", policy=policy)
    text = (tmp_path / "o.txt").read_text("utf-8")
    assert "姓名：〔姓名1〕" in text
    assert "zhangsf@163.com" in text
    assert "███-████-████" not in text
    assert "█" * 11 in text


def test_output_is_private_until_it_is_in_place(tmp_path: Path) -> None:
    source = put(tmp_path, "plain.txt")
    menshen.redact(source, tmp_path / "o.txt")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "o.txt").stat().st_mode & 0o777 == 0o666 & ~mask
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.txt", "plain.txt"]
