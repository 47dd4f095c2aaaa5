"""XML cut into tokens: the pieces are the whole, and agree with a parser."""

from __future__ import annotations

import time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menshen.errors import UnreadableError
from menshen.formats.parts.tokens import (
    Names,
    attributes,
    decoded,
    encoded,
    sound,
    tokens,
    value_of,
)

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)


def written(tree: tuple[str, str, list[object]]) -> str:
    """Return a tree as XML, with whatever may stand in it."""
    name, text, children = tree
    held = "".join(c if isinstance(c, str) else written(c) for c in children)  # type: ignore[arg-type]
    value = encoded(text).decode()
    return f"<{name} a='{value}' b=\"x>y\">{value}{held}</{name}>"


LEAF = st.sampled_from(["<e/>", "<!-- c > < -->", "<![CDATA[<d>&]]>", "<?p i?>", "<e f = '1' />"])
TREES = st.recursive(
    st.tuples(st.sampled_from(["a", "w:p", "x"]), TEXT, st.lists(LEAF, max_size=3)),
    lambda inner: st.tuples(
        st.sampled_from(["b", "w:r"]), TEXT, st.lists(inner | LEAF, max_size=3)
    ),
    max_leaves=8,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_tokens_are_the_whole_part(tree: tuple[str, str, list[object]]) -> None:
    part = f'<r xmlns:w="w">{written(tree)}</r>'.encode()
    held = list(tokens(part))
    assert b"".join(part[t.start : t.end] for t in held) == part
    opened = [t.name for t in held if t.kind in {"start", "empty"}]
    parsed = [e.tag.replace("{w}", "w:") for e in ET.fromstring(part).iter()]
    assert [name.decode() for name in opened] == parsed


@given(TREES)
@settings(max_examples=100, deadline=None)
def test_texts_and_attributes_are_those_of_a_parser(tree: tuple[str, str, list[object]]) -> None:
    part = f'<r xmlns:w="w">{written(tree)}</r>'.encode()
    texts = []
    for token in tokens(part):
        raw = part[slice(*token.rest)]
        if token.kind == "text":
            texts.append(decoded(raw))
        elif token.kind == "cdata":
            texts.append(raw.decode())
    assert "".join(texts) == "".join(ET.fromstring(part).itertext())
    values = [
        decoded(part[a.start : a.end])
        for t in tokens(part)
        if t.kind in {"start", "empty"}
        for a in attributes(part, t)
        if a.name == b"a"
    ]
    assert values == [e.attrib["a"] for e in ET.fromstring(part).iter() if "a" in e.attrib]


@given(st.text(max_size=40))
def test_what_is_encoded_may_stand_anywhere_in_xml(text: str) -> None:
    for part in (f"<a>{encoded(text).decode()}</a>", f"<a b='{encoded(text).decode()}'/>"):
        sound(part.encode(), "document")
    raw = encoded(text)
    assert decoded(raw).replace("\r", "\n") == "".join(
        "\ufffd" if (c < " " and c not in "\t\n\r") or "\ud800" <= c < "\ue000" or c in "\ufffe\uffff" else c for c in text
    ).replace("\r", "\n")  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"&#0;", "\0"), (b"&#xD800;", "\ufffd"), (b"&#99999999;", "\ufffd"), (b"&#x4E2D;&amp;lt;", "中&lt;"),
     (b"&nbsp;", "&nbsp;"), (b"a\r\nb\rc", "a\nb\nc"), (b"\xff", "\ufffd")],
)  # fmt: skip
def test_odd_references(raw: bytes, text: str) -> None:
    assert decoded(raw) == text


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"x",
        b"<a b=c/>",
        b"<a>&nbsp;</a>",
        b"<a/><b/>",
        b"<a \xff='1'/>",
        b"<a>\x01</a>",
    ],
)
def test_what_is_not_well_formed_is_refused(part: bytes) -> None:
    with pytest.raises(UnreadableError, match="not well formed"):
        sound(part, "document")


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "<!DOCTYPE a [<!ELEMENT a ANY>]>",
        "<!DOCTYPE a SYSTEM 'x' [ ]>",
    ],
)
def test_definitions_are_refused(head: str) -> None:
    with pytest.raises(UnreadableError, match="defines entities"):
        sound(f"{head}<a/>".encode(), "document")


def test_a_document_type_without_definitions_is_no_harm() -> None:
    assert sound(b'<!DOCTYPE a PUBLIC "x" "http://example.com/a.dtd"><a/>', "document")


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "big5"]
)
def test_charsets(charset: str) -> None:
    named = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(
        charset, charset
    )
    part = f"<?xml version='1.0' encoding='{named}'?><a>電話</a>".encode(charset)
    assert "<a>電話</a>" in sound(part, "document").decode()


def test_a_charset_that_is_none() -> None:
    for name in ("nonsense", "ascii-85"):
        with pytest.raises(UnreadableError, match="not in the charset"):
            sound(
                f"<?xml version='1.0' encoding='{name}'?><a>{chr(200)}</a>".encode("latin-1"),
                "document",
            )


def test_names_have_the_usual_prefixes() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for part, name, usual in (
        (f'<q:a xmlns:q="{main}"/>', b"q:p", "w:p"),
        (f'<a xmlns="{main}"/>', b"p", "w:p"),
        ('<a xmlns:q="urn:x"/>', b"q:p", "q:p"),
        ("<a/>", b"p", "p"),
        ('<q:a xmlns:q="http://purl.oclc.org/ooxml/wordprocessingml/main"/>', b"q:p", "w:p"),
    ):
        assert Names(part.encode())[name] == usual
    names = Names(f'<a xmlns="{main}"/>'.encode())
    assert names.attribute(b"author") == "author"


def test_values_are_looked_up_by_their_local_names() -> None:
    part = b'<a w:val="1" other="2"/>'
    (token,) = tokens(part)
    assert value_of(part, token, b"val") == "1"
    assert value_of(part, token, b"none", b"other") == "2"
    assert value_of(part, token, b"none") == ""


@pytest.mark.parametrize(
    "piece", [b"<a/>", b"<a ", b"<", b"<!---->", b"<![CDATA[]]>", b'<a b="', b"<a>", b"&amp;", b"</", b"<a b='/'/>", b"<!--", b"<?a ?>"]
)  # fmt: skip
def test_hostile_parts_cost_linear_time(piece: bytes) -> None:
    part, started = b"<r>" + piece * (300_000 // len(piece)) + b"</r>", time.process_time()
    try:
        held = sound(part, "document")
    except UnreadableError:
        pass
    else:
        assert sum(1 for _ in tokens(held)) >= 2
    assert time.process_time() - started < 8
