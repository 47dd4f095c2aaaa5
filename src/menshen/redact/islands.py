r"""Values that stand encoded: what they say, and how what replaces them is encoded again.

In %XX, \uXXXX and character references each value is encoded by itself. Base64 is a token as a
whole: it is decoded, all values in it are replaced, and it is encoded again.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from menshen.edits import carried_out
from menshen.model import Finding, Span
from menshen.text import compact, decode, fold_width

__all__ = ["Token", "enclosing", "plain", "reencoded"]

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|&#(?P<x>[xX]?)")
_PERCENT = re.compile("(?:%[0-9A-Fa-f]{2})+")
_SIGN = re.compile("[A-Za-z0-9+/_-]")


class Token(NamedTuple):
    """A base64 token in a text: where it stands, and the text it holds."""

    span: Span
    text: str

    def __repr__(self) -> str:
        return f"Token({self.span!r})"

    def within(self, span: Span) -> Span | None:
        """Return the characters of the token's text that a span of the block came from."""
        offsets = _offsets(self.text)
        base = self.span.start
        try:
            start = offsets.index(span.start - base)
        except ValueError:
            return None
        if span.end >= self.span.end:
            return Span(start, len(self.text))
        try:
            return Span(start, offsets.index(span.end - base))
        except ValueError:
            return None

    def replaced(self, seen: str, edits: Sequence[tuple[Span, str]]) -> str:
        """Return the token, written as `seen`, with stretches of its text replaced."""
        data = base64.b64encode(carried_out(self.text, edits).encode()).decode()
        if "-" in seen or "_" in seen:
            data = data.replace("+", "-").replace("/", "_")
        return data if seen.endswith("=") or len(seen) % 4 == 0 else data.rstrip("=")


def _offsets(text: str) -> list[int]:
    """Return where in a token each character of its text begins, as `menshen.text` counts."""
    offsets, at = [], 0
    for char in text:
        offsets.append(at * 4 // 3)
        at += len(char.encode())
    return offsets


def plain(value: str) -> str:
    """Return what a value says, its escapes undone.

    >>> plain("%E5%BC%A0"), plain("张")
    ('张', '张')
    """
    if _ESCAPE.search(value) is None:
        return value
    view = decode(value, 0, len(value))
    return value if view is None else view.text


def reencoded(text: str, seen: str) -> str:
    r"""Return a text encoded as what it replaces was.

    >>> reencoded("李", "%E5%BC%A0"), reencoded("李", r"\u5f20"), reencoded("李", "张")
    ('%E6%9D%8E', '\\u674e', '李')
    """
    found = _ESCAPE.search(seen)
    if found is None:
        return text
    if found[0][0] == "%":
        return quote(text, safe="", encoding=_charset(seen), errors="replace")
    if found[0][0] == "\\":
        return json.dumps(text)[1:-1]
    form = "&#x{:x};" if found["x"] else "&#{};"
    return "".join(form.format(ord(char)) for char in text)


def _charset(seen: str) -> str:
    raw = b"".join(bytes.fromhex(m[0].replace("%", "")) for m in _PERCENT.finditer(seen))
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def enclosing(text: str, finding: Finding) -> Token | None:
    """Return the base64 token that a finding stands in, if it was found by decoding one."""
    start, end = finding.span
    seen = text[start:end]
    if not _is_coded(seen, finding):
        return None
    while start and _SIGN.match(text[start - 1]):
        start -= 1
    while end < len(text) and _SIGN.match(text[end]):
        end += 1
    while end < len(text) and text[end] == "=" and (end - start) % 4:
        end += 1
    try:
        return Token(Span(start, end), _decoded(text[start:end]))
    except (binascii.Error, ValueError):
        return None


def _is_coded(seen: str, finding: Finding) -> bool:
    """Say whether a value is written in nothing but the signs of base64 and says something else."""
    if not seen.rstrip("=") or not all(map(_SIGN.match, seen.rstrip("="))):
        return False
    known: Callable[[str], str] = lambda form: compact(fold_width(form)).lower()  # noqa: E731
    said, written = known(finding.normal), known(seen)
    return written not in said and said.removeprefix("+86") not in written


def _decoded(token: str) -> str:
    token = token.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode()
