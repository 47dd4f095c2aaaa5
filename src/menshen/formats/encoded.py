r"""How mails write what is not ASCII: encoded words in fields, transfer encodings, charsets.

Nothing is given up: what is not what it says to be is read as what it looks like, and told.

>>> words("=?utf-8?B?5ZCN5Y2V?= 13800138000")
'名单 13800138000'
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from menshen.formats.decoding import TextStream, known
from menshen.model import Document

__all__ = ["Body", "Segment", "Written", "body", "segments", "text", "words"]

_WORD = re.compile(
    r"=\?(?P<charset>[^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?(?P<how>[bBqQ])\?(?P<text>[^?\n]*+)\?="
)
_LATIN = frozenset(("iso8859-1", "iso8859-15", "cp1252", "ascii"))
_RUN = rb"[A-Za-z0-9+/]"
_FIRST = re.compile(rb"\s*+(?P<line>[A-Za-z0-9+/]++)(?P<pad>={0,2})[ \t]*+(?:\r?\n|\Z)")
_LEAST = 16
"""A shorter run of letters and digits is a word, not base64."""
_MOST = 1000
"""So many runs of lines of one length are put together."""
_UU = frozenset(("x-uuencode", "uuencode", "uue", "x-uue"))


class Body(NamedTuple):
    """What a part holds: its bytes, the rest that was not encoded as it says, and what is wrong."""

    data: bytes
    rest: bytes = b""
    fault: str = ""


class Written(NamedTuple):
    """A text, and what was wrong with the way it was written, as kinds and notes of remarks."""

    text: str
    faults: tuple[tuple[str, str], ...] = ()


def words(value: str) -> str:
    """Return the value of a field with its encoded words undone; raw bytes in their charset."""
    raw = value.encode("utf-8", "surrogateescape")
    plain = raw.decode() if raw.isascii() else text(raw).text
    return "".join(said for said, *_ in _undone(plain))


class Segment(NamedTuple):
    """A stretch of a field's value as it is said, and where it is written: `source` to `stop`.

    `word` says that it is written in encoded words.
    """

    start: int
    end: int
    text: str
    source: int
    stop: int
    word: bool

    def __repr__(self) -> str:
        return f"Segment({self.start}:{self.end})"


def segments(value: str) -> list[Segment]:
    """Return the stretches of a value in order; `words` is what they say together."""
    found: list[Segment] = []
    at = 0
    for said, source, stop, word in _undone(value):
        if said:
            found.append(Segment(at, at + len(said), said, source, stop, word))
        at += len(said)
    return found


def _undone(value: str) -> Iterator[tuple[str, int, int, bool]]:
    """Yield what a value's stretches say, where they stand, and whether they are encoded words.

    Words that follow each other in one charset belong together.
    """
    at = begun = 0
    charset, held = "", b""
    for match in _WORD.finditer(value):
        data = _of_word(match["how"], match["text"])
        between = value[at : match.start()]
        goes_on = held and not between.strip()
        if held and not (goes_on and charset == match["charset"].lower()):
            yield text(held, charset).text, begun, at, True
            held = b""
        if not goes_on:
            yield between, at, match.start(), False
        begun = begun if held else match.start()
        charset, held, at = match["charset"].lower(), held + data, match.end()
    if held:
        yield text(held, charset).text, begun, at, True
    yield value[at:], at, len(value), False


def _of_word(how: str, encoded: str) -> bytes:
    raw = encoded.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return quopri.decodestring(raw, header=True)
    return _decoded(re.sub(rb"[^A-Za-z0-9+/]", b"", raw))


def text(data: bytes, declared: str = "") -> Written:
    """Return the text of bytes that are declared to be in a charset, as far as that is true.

    Latin charsets, which every byte would fit, are not believed.

    >>> text("电话".encode("gbk"), "utf-8")
    Written(text='电话', faults=(('wrong_charset', 'declared to be utf-8, read as gb18030'),))
    """
    charset = known(declared)
    if charset and (charset not in _LATIN or data.isascii()):
        try:
            return Written(data.decode(charset))
        except UnicodeDecodeError:
            pass
    texts = TextStream(Document("", data=data))
    plain = "".join(texts)
    faults = [(remark.kind, remark.note) for remark in texts.remarks()]
    if declared and texts.charset.name not in {charset, "ascii"} and not data.isascii():
        what = f"be {charset}" if charset else "be in a charset that is not known"
        faults.append(("wrong_charset", f"declared to {what}, read as {texts.charset.name}"))
    return Written(plain, tuple(faults))


def body(head: Message, raw: bytes) -> Body:
    """Return what a part holds, by the transfer encoding that its fields name."""
    how = str(head.get("Content-Transfer-Encoding", "")).partition(";")[0].strip().lower()
    if how == "base64":
        return _base64(raw)
    if how == "quoted-printable":
        return Body(quopri.decodestring(raw))
    if how in _UU:
        head.set_payload(raw.decode("ascii", "surrogateescape"))
        data = head.get_payload(decode=True)
        return Body(data if isinstance(data, bytes) else raw)
    return Body(raw)


def _base64(raw: bytes) -> Body:
    """Decode base64 line by line as far as it goes; a footer behind it is the rest."""
    data: list[bytes] = []
    at = 0
    whole = True
    while len(data) < _MOST and (first := _FIRST.match(raw, at)) is not None:
        size = len(first["line"])
        if size < _LEAST and (raw[first.end() :].strip() or at):
            break
        lines = re.compile(
            rb"\s*+(?:%b{%d}[ \t]*+\r?\n)*+(?:%b{1,%d})?={0,2}[ \t]*+(?:\r?\n|\Z)"
            % (_RUN, size, _RUN, size)
        )
        found = lines.match(raw, at) if not first["pad"] else first
        end = found.end() if found is not None else first.end()
        run = raw[at:end].translate(None, b" \t\r\n=")
        whole &= len(run) % 4 != 1
        data.append(_decoded(run))
        at = end
    rest = raw[at:]
    if rest.strip():
        return Body(b"".join(data), rest, f"{len(rest)} characters are not base64; read as text")
    return Body(b"".join(data), b"", "" if whole else "base64 breaks off; read as far as it goes")


def _decoded(run: bytes) -> bytes:
    run = run[:-1] if len(run) % 4 == 1 else run
    try:
        return base64.b64decode(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return b""
