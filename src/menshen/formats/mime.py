r"""The parts of a mail: fields, what stands between its boundaries, and what stands around them.

Boundaries are looked for from part to part, each time once through the part: no line is looked at
more often than parts may lie inside each other (`DEEPEST`).

>>> mail = b"Content-Type: multipart/mixed; boundary=x\n\nbefore\n--x\n\nin\n--x--\nafter\n"
>>> [(p.kind, p.body) for p in parts(mail)]
[('fields', b''), ('around', b'before'), ('leaf', b'in'), ('around', b'after\n')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Literal, NamedTuple

__all__ = ["DEEPEST", "Part", "parts"]

DEEPEST = 32
"""Parts that lie deeper inside each other are one part."""
_FIELDS = re.compile(
    rb"(?:From [^\n]*+(?:\n|\Z))?"
    rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n|\Z)(?:[ \t]++(?=[^\s])[^\n]*+(?:\n|\Z))*+)*+"
)
_BLANK = re.compile(rb"[ \t]*+\r?\n")
_LONGEST = 4096
"""Of longer fields that say what a part is, no more is looked at."""
_TELLING = ("Content-Type", "Content-Disposition")

Kind = Literal["fields", "around", "leaf"]


class Part(NamedTuple):
    """A piece of a mail: the fields of a container, text around parts, or a part with its fields.

    `start` is where it begins in the mail; `fault` says what is wrong with it. `fields` are as
    written; those of `head` that say what the part is hold no more than can be acted on. `at` is
    where the body begins.
    """

    kind: Kind
    head: Message
    body: bytes
    start: int
    fault: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    at: int = 0


class _Open(NamedTuple):
    """A stretch of the mail yet to be taken apart."""

    start: int
    end: int
    depth: int = 0
    default: str = "text/plain"
    around: bool = False


def parts(data: bytes) -> Iterator[Part]:
    """Yield the parts of a mail in the order in which they stand."""
    waiting = [_Open(0, len(data))]
    while waiting:
        item = waiting.pop()
        if item.around:
            yield Part("around", Message(), data[item.start : item.end], item.start, at=item.start)
            continue
        head, at, fault = _head(data, item)
        fields = tuple((name, str(value)) for name, value in head.raw_items())
        _shorten(head)
        if head.get_content_maintype() != "multipart":
            yield Part("leaf", head, data[at : item.end], item.start, fault, fields, at)
            continue
        inner, fault = _split(data, at, item, head)
        if not inner:
            head.replace_header("Content-Type", "text/plain")
            yield Part("leaf", head, data[at : item.end], item.start, fault, fields, at)
            continue
        yield Part("fields", head, b"", item.start, fault, fields, at)
        waiting += reversed(inner)


def _head(data: bytes, item: _Open) -> tuple[Message, int, str]:
    """Return the fields of a part, where its body begins, and what is wrong with that."""
    goes_on = data[item.start : item.start + 1] in {b" ", b"\t"}  # of nothing: text, not a field
    found = None if goes_on else _FIELDS.match(data, item.start, item.end)
    end = found.end() if found is not None else item.start
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(data[item.start : end])
    head.set_default_type(item.default)
    blank = _BLANK.match(data, end, item.end)
    if blank is not None:
        return head, blank.end(), ""
    fault = "no empty line ends the fields" if end < item.end else ""
    return head, end, fault


def _shorten(head: Message) -> None:
    for name in _TELLING:
        value = head.get(name)
        if value is not None and len(str(value)) > _LONGEST:
            head.replace_header(name, str(value)[:_LONGEST])


def _split(data: bytes, at: int, item: _Open, head: Message) -> tuple[list[_Open], str]:
    """Return what a container holds, none if it cannot be divided, and what is wrong with it."""
    boundary = _boundary(head)
    if not boundary:
        return [], "its parts are not divided: no boundary is named"
    if item.depth >= DEEPEST:
        return [], f"more than {DEEPEST} parts lie inside each other; the rest is read as text"
    default = "message/rfc822" if head.get_content_subtype() == "digest" else "text/plain"
    line = re.compile(rb"^--%b(?P<last>--)?[ \t]*+(?:\r?\n|\Z)" % re.escape(boundary), re.MULTILINE)
    inner: list[_Open] = []
    start, around, closed = at, True, False
    for match in line.finditer(data, at, item.end):
        _add(inner, data, _Open(start, match.start(), item.depth + 1, default, around))
        start, around = match.end(), False
        if match["last"] is not None:
            closed = True
            break
    if start == at:
        return [], "its parts are not divided: the boundary named does not occur"
    _add(inner, data, _Open(start, item.end, item.depth + 1, default, closed))
    return inner, "" if closed else "it breaks off: no last boundary"


def _add(inner: list[_Open], data: bytes, item: _Open) -> None:
    """Keep a stretch without the line's end that belongs to the boundary behind it."""
    end = item.end
    if end > item.start and data[end - 1 : end] == b"\n" and data[end : end + 2] == b"--":
        end -= 2 if data[end - 2 : end] == b"\r\n" and end - 2 >= item.start else 1
    if not item.around or data[item.start : end].strip():
        inner.append(item._replace(end=end))


def _boundary(head: Message) -> bytes:
    try:
        boundary = head.get_boundary("") or ""
    except (ValueError, LookupError, TypeError):
        return b""
    return boundary.strip().encode("utf-8", "surrogateescape")
