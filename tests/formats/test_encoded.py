"""Encoded words, transfer encodings and charsets of mails: what is wrong is read all the same."""

from __future__ import annotations

import base64
import time
from email.header import Header
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.encoded import Body, body, text, words


def held(raw: bytes, how: str) -> Body:
    head = Message()
    head["Content-Transfer-Encoding"] = how
    return body(head, raw)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("名单", "名单"),
        ("=?utf-8?b?5ZCN5Y2V?=", "名单"),
        ("=?GB2312?Q?=C3=FB=B5=A5?= <zy@163.com>", "名单 <zy@163.com>"),
        ("a =?utf-8?q?b_c?= d", "a b c d"),
        # a character cut in two by the folding of the field
        ("=?utf-8?b?5ZCN5Q==?=\n =?utf-8?b?jZU=?=", "名单"),
        ("=?utf-8?b?5ZCN?= =?gbk?b?taU=?=", "名单"),
        ("=?utf-8*zh?b?5ZCN5Y2V?=", "名单"),
        ("=?no-such-charset?b?5ZCN5Y2V?=", "名单"),
        ("=?utf-8?b?5ZCN5Y2V", "=?utf-8?b?5ZCN5Y2V"),
        ("=?utf-8?b?*?=13800138000", "13800138000"),
        ("员工名单".encode("gbk").decode("ascii", "surrogateescape"), "员工名单"),
    ],
)
def test_encoded_words(value: str, expected: str) -> None:
    assert words(value) == expected


@given(st.text("名单a 1?=_", min_size=1), st.sampled_from(["utf-8", "gb2312", "big5"]))
def test_what_python_encodes_is_read_back(plain: str, charset: str) -> None:
    try:
        value = Header(plain, charset).encode()
    except UnicodeEncodeError:
        return
    assert words(value).split() == plain.split()


@given(st.text(max_size=60), st.text("=?utf-8bqBQ \n*", max_size=40))
def test_any_value_is_read(one: str, other: str) -> None:
    words(other + one + other)


@pytest.mark.parametrize("piece", ["=?a?q?", "=?", "=?a?b?AA?=", "?", "=?utf-8?q?" + "x" * 50])
def test_hostile_values_cost_linear_time(piece: str) -> None:
    started = time.process_time()
    words(piece * ((1 << 20) // len(piece)))
    assert time.process_time() - started < 3


def test_charsets_are_believed_only_where_they_fit() -> None:
    gbk = "电话号码是多少".encode("gbk")
    assert text(gbk, "gb2312").text == "电话号码是多少"
    assert text(gbk, "gb2312").faults == ()
    for declared in ("utf-8", "us-ascii", "iso-8859-1", "x-no-such", "undefined"):
        written = text(gbk, declared)
        assert written.text == "电话号码是多少"
        assert [kind for kind, _ in written.faults] == ["wrong_charset"]
    assert text(b"abc", "iso-8859-1").faults == ()
    wrong = text("电话号码是多少，说一下".encode() + b"\xff", "utf-8")
    assert [kind for kind, _ in wrong.faults] == ["wrong_bytes"]


def encoded(plain: bytes, width: int = 76) -> bytes:
    whole = base64.b64encode(plain)
    return b"\r\n".join(whole[i : i + width] for i in range(0, len(whole), width)) + b"\r\n"


@given(st.binary(min_size=12, max_size=500), st.sampled_from([20, 60, 76, 1000]))
def test_base64_of_any_width(plain: bytes, width: int) -> None:
    assert held(encoded(plain, width), "Base64") == Body(plain)


def test_a_footer_behind_base64_is_the_rest() -> None:
    plain = "正文".encode() * 40
    found = held(encoded(plain) + b"13800138000\r\n-- \r\nlist", "base64")
    assert found.data == plain
    assert found.rest == b"13800138000\r\n-- \r\nlist"
    assert "not base64" in found.fault


def test_text_that_claims_to_be_base64_is_the_rest() -> None:
    raw = "电话 13800138000".encode()
    assert held(raw, "base64") == Body(
        b"", raw, f"{len(raw)} characters are not base64; read as text"
    )
    assert held(b"13800138000\nzy@163.com\n", "base64").rest == b"13800138000\nzy@163.com\n"


def test_base64_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    plain = "正文".encode() * 40
    whole = base64.b64encode(plain)
    found = held(whole[:-3], "base64")
    assert plain.startswith(found.data)
    assert len(found.data) > len(plain) - 6
    assert found.fault.startswith("base64 breaks off")


def test_two_runs_of_base64_are_put_together() -> None:
    one, two = b"one" * 30 + b"!", b"two" * 30
    assert held(encoded(one) + encoded(two), "base64") == Body(one + two)


def test_other_encodings() -> None:
    assert held(b"a=3D138=\r\n0013\n", "quoted-printable").data == b"a=1380013\n"
    assert held(b"begin 644 a\n#0V%T\n`\nend\n", "x-uuencode").data == b"Cat"
    assert held("正文".encode(), "8bit").data == "正文".encode()
    assert held(b"x", "no-such").data == b"x"


@given(
    st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "\xff"])
)
def test_any_bytes_in_any_encoding(raw: bytes, how: str) -> None:
    held(raw, how)


@pytest.mark.parametrize(
    "piece", [b"A" * 17 + b"\n" + b"A" * 18 + b"\n", b"=\n", b"A", b" ", b"A=\n"]
)
def test_hostile_base64_costs_linear_time(piece: bytes) -> None:
    started = time.process_time()
    held(piece * ((4 << 20) // len(piece)), "base64")
    assert time.process_time() - started < 3
