r"""The tokens of a content stream with their places in its bytes, and the operators they make.

Only what is replaced is written anew; all other bytes of a stream stay as they are.

References: ISO 32000-2:2020, 7.2 (lexical conventions), 7.8.2 (content streams), 8.9.7 (inline images).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Operator", "Token", "literal", "operators", "tokens", "told"]

_TOKEN = re.compile(
    rb"[\x00\t\n\x0c\r ]+"
    rb"|%[^\r\n]*"
    rb"|(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?=[\x00\t\n\x0c\r ()<>\[\]{}/%+\-.]|$))"
    rb"|(?P<name>/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|(?P<open><<|\[|\{)"
    rb"|(?P<close>>>|\]|\})"
    rb"|(?P<hex><[^>]*>?)"
    rb"|(?P<string>\()"
    rb"|(?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)"
    rb"|(?P<odd>.)",
    re.DOTALL,
)
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))|\r\n?", re.DOTALL)
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_IMAGE = re.compile(rb"[\x00\t\n\x0c\r ]EI(?=[\x00\t\n\x0c\r ]|$)")
_PLAIN = re.compile(rb"[\x00\t\n\x0c\r -~\x80-\xff]{0,64}", re.DOTALL)
_DEEPEST = 64


class Token(NamedTuple):
    """A token: its kind (`number name string open close word`), where it is, and how deep inside."""

    kind: str
    start: int
    end: int
    depth: int


class Operator(NamedTuple):
    """An operator and its operands; `start` is where the first operand begins."""

    name: bytes
    operands: tuple[Token, ...]
    start: int
    end: int


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of content; the data of inline images are passed over."""
    at, depth, size = 0, 0, len(data)
    match_at = _TOKEN.match
    while at < size:
        match = match_at(data, at)
        if match is None:
            return
        kind, start, at = match.lastgroup, at, match.end()
        if kind is None or kind == "odd":
            continue
        if kind == "string":
            at = _closed(data, at)
        elif kind == "close":
            depth = max(0, depth - 1)
        yield Token("string" if kind == "hex" else kind, start, at, depth)
        if kind == "open":
            depth += 1
        elif kind == "word" and data[start:at] == b"ID" and not depth:
            at = _after_image(data, at)


def _closed(data: bytes, at: int) -> int:
    """Return where a string ends that begins before `at`."""
    depth = 1
    for match in _PARENTHESIS.finditer(data, at):
        if match[0] == b"(":
            depth += 1
        elif match[0] == b")":
            depth -= 1
            if not depth:
                return match.end()
    return len(data)


def _after_image(data: bytes, at: int) -> int:
    """Return where the data of an inline image end, before `EI`."""
    for match in _IMAGE.finditer(data, at):
        following = data[match.end() : match.end() + 24]
        if all(byte < 0x80 and (byte >= 0x20 or byte in b"\0\t\n\x0c\r") for byte in following):
            return match.start() + 1
    return len(data)


def operators(data: bytes) -> Iterator[Operator]:
    """Yield the operators of content in order."""
    held: list[Token] = []
    for token in tokens(data):
        if token.kind == "word" and not token.depth:
            start = held[0].start if held else token.start
            yield Operator(data[token.start : token.end], tuple(held), start, token.end)
            held = []
        elif len(held) < 100_000:
            held.append(token)


def told(data: bytes, token: Token) -> bytes:
    r"""Return the bytes that a string stands for.

    >>> held = rb"(a\(b\051\n) <414>"
    >>> [told(held, token) for token in tokens(held)]
    [b'a(b)\n', b'A@']
    """
    raw = data[token.start : token.end]
    if raw[:1] == b"<":
        digits = _NOT_HEX.sub(b"", raw)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    inside = raw[1:-1] if raw.endswith(b")") else raw[1:]
    if b"\\" not in inside and b"\r" not in inside:
        return inside
    return _ESCAPE.sub(_unescaped, inside)


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return bytes([int(match[1], 8) & 0xFF])
    if match[2] is None:
        return b"\n"
    if match[2] in {b"\r\n", b"\r", b"\n"}:
        return b""
    return _SHORT.get(match[2], match[2])


def literal(raw: bytes) -> bytes:
    """Return bytes as a string of content, in hex where they are not plain.

    >>> literal(b"abc"), literal(b"a(")
    (b'(abc)', b'<6128>')
    """
    plain = all(0x20 <= byte < 0x7F and byte not in b"()\\" for byte in raw)
    return b"(" + raw + b")" if plain else b"<" + raw.hex().encode() + b">"
