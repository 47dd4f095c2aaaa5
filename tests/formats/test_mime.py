"""The parts of mails: every stretch of a mail comes out once, in order, however broken it is."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menshen.formats.mime import DEEPEST, parts

MAIL = (
    b'Subject: x\nContent-Type: multipart/mixed; boundary="b 1"\n\npreamble\n--b 1\nContent-Type: text/html\n\n<p>\n'
    b"--b 1\n\nplain\n--b 1--\nepilogue\n"
)  # fmt: skip


def taken(data: bytes) -> list[tuple[str, bytes]]:
    return [(p.kind, p.body) for p in parts(data)]


def test_what_stands_around_the_parts_is_kept() -> None:
    for data in (MAIL, MAIL.replace(b"\n", b"\r\n")):
        found = [(kind, held.strip()) for kind, held in taken(data)]
        assert found == [
            ("fields", b""), ("around", b"preamble"), ("leaf", b"<p>"), ("leaf", b"plain"),
            ("around", b"epilogue"),
        ]  # fmt: skip


def test_a_boundary_that_begins_like_another_is_not_it() -> None:
    data = (
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=x1\n\n"
        b"--x1\n\nin\n--x1--\n--x\n\nout\n--x--\n"
    )  # fmt: skip
    assert [held for kind, held in taken(data) if kind == "leaf"] == [b"in", b"out"]


@pytest.mark.parametrize(
    ("data", "fault", "held"),
    [
        (b"Content-Type: multipart/mixed\n\n--x\n\nin\n--x--\n", "no boundary is named", b"--x\n\nin\n--x--\n"),
        (b"Content-Type: multipart/mixed; boundary=y\n\n--x\n\nin\n", "does not occur", b"--x\n\nin\n"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nin\n", "breaks off", b"in\n"),
        (b"Subject: x\nno field\nbody\n", "no empty line", b"no field\nbody\n"),
    ],
)  # fmt: skip
def test_what_is_broken_is_told_and_read(data: bytes, fault: str, held: bytes) -> None:
    found = list(parts(data))
    assert any(fault in p.fault for p in found)
    assert found[-1].body == held


def test_a_digest_holds_mails() -> None:
    data = b"Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: in\n\nbody\n--x--\n"
    _, leaf = parts(data)
    assert leaf.head.get_content_type() == "message/rfc822"


def test_a_mail_without_body_or_fields() -> None:
    assert taken(b"") == [("leaf", b"")]
    assert taken(b"just words\n") == [("leaf", b"just words\n")]
    (part,) = parts(b"Subject: x\n")
    assert (part.head["Subject"], part.body, part.fault) == ("x", b"", "")
    (part,) = parts(b"From zy@163.com Tue Mar  5 20:11:33 2024\nSubject: x\n\nin")
    assert (part.head.get_unixfrom() or "").startswith("From zy")


def nested(depth: int) -> bytes:
    opened = b"".join(
        b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(depth)
    )
    return b"Content-Type: multipart/mixed; boundary=0\n\n" + opened + b"--%d\n\nin\n" % depth


def test_what_nests_too_deep_is_text() -> None:
    assert taken(nested(DEEPEST - 1))[-1] == ("leaf", b"in\n")
    found = list(parts(nested(5000)))
    assert sum(p.kind == "fields" for p in found) == DEEPEST
    assert "inside each other" in found[-1].fault
    assert b"in\n" in found[-1].body


@pytest.mark.parametrize(
    "data",
    [
        nested(20) + b"\n" * (4 << 20),
        b"a:" * (2 << 20),
        b"a:b\n" * (1 << 20),
        b" \n" * (2 << 20),
        b"a:b\n" + b" c\n" * (1 << 20),
        b"Content-Type: multipart/mixed; boundary=x" + b"; a=" * (1 << 20) + b"\n\n--x\n",
        b"Content-Disposition: attachment; filename*0=" + b'"' * (1 << 20) + b"\n\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 100_000,
    ],
)
def test_hostile_mails_cost_linear_time(data: bytes) -> None:
    started = time.process_time()
    for part in parts(data):
        part.head.get_content_type()
    assert time.process_time() - started < 5


LINES = st.sampled_from(
    [b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: multipart/digest; boundary=y\r\n", b"--x\n", b"--x--\n",
     b"--y\r\n", b"--y--\n", b"\n", b"\r\n", b"Subject: a\n", b" folded\n", b"words\n", b"\xff", b"--", b"From a 1:00\n"]
)  # fmt: skip


@given(st.lists(LINES, max_size=30).map(b"".join))
def test_no_word_of_a_mail_is_lost(data: bytes) -> None:
    found = list(parts(data))
    assert [p.start for p in found] == sorted(p.start for p in found)
    kept = b" ".join(
        p.body + b" ".join(f"{n} {v}".encode("utf-8", "surrogateescape") for n, v in p.fields)
        for p in found
    )
    for word in (b"words", b"folded"):
        assert kept.count(word) == data.count(word)


@pytest.mark.parametrize("kind", ["plain", "html", "csv", "png"])
def test_what_python_writes_is_taken_apart_as_python_does(kind: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "名单"
    mail.set_content("正文\n")
    mail.add_alternative("<p>正文</p>", subtype="html")
    mail.add_attachment(b"x,y\n", "text", kind, filename="名单." + kind)
    wanted = [p.get_content_type() for p in mail.walk() if not p.is_multipart()]
    found = [p for p in parts(mail.as_bytes()) if p.kind == "leaf"]
    assert [p.head.get_content_type() for p in found] == wanted
    assert re.search(b"^[A-Za-z0-9+/=]*$", found[-1].body.strip())
