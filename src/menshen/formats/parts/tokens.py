"""The tokens of an XML part with their places in its bytes, so that a part can be cut and mended.

A part is first given to expat, which says whether it is well formed; definitions of entities are
refused there. What follows may then be simple.

>>> [(t.kind, t.name) for t in tokens(b"<a><b c='1'/>x</a>")]
[('start', b'a'), ('empty', b'b'), ('text', b''), ('end', b'a')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from menshen.errors import UnreadableError

__all__ = [
    "Attribute",
    "Names",
    "Sound",
    "Token",
    "attributes",
    "decoded",
    "encoded",
    "sound",
    "tokens",
    "value_of",
]

_TOKEN = re.compile(
    rb"(?P<text>[^<]+)"
    rb"|<(?P<end>/)?(?P<name>[^\s/>!?=\"']+)(?P<rest>(?:[^>\"'/]++|/(?!>)|\"[^\"]*\"|'[^']*')*+)(?P<empty>/)?>"
    rb"|<!--(?P<comment>.*?)-->|<!\[CDATA\[(?P<cdata>.*?)\]\]>|<\?(?P<instruction>.*?)\?>|<![^>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s=\"'/<>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_SPACE = re.compile(rb"(?:\s)xmlns(?::([^\s=]+))?\s*=\s*[\"']([^\"']*)[\"']")
_FEED = 1 << 20


class Token(NamedTuple):
    """A token of XML: `start`, `empty` (a tag that is both), `end`, `text`, `cdata`, `comment`,
    `instruction` or `other`. `start` and `end` are its bytes, `rest` those of a tag's attributes,
    of others those of what is inside.
    """

    kind: str
    name: bytes
    start: int
    end: int
    rest: tuple[int, int]


class Attribute(NamedTuple):
    """An attribute: its name, and the bytes of its value without the quotes."""

    name: bytes
    start: int
    end: int


def tokens(part: bytes) -> Iterator[Token]:
    """Yield the tokens of a part that is well formed."""
    for match in _TOKEN.finditer(part):
        if match["name"] is not None:
            kind = "end" if match["end"] else "empty" if match["empty"] else "start"
            yield Token(kind, match["name"], match.start(), match.end(), match.span("rest"))
        elif match["text"] is not None:
            yield Token("text", b"", match.start(), match.end(), match.span())
        else:
            kind = match.lastgroup or "other"
            inside = match.span(kind) if match.lastgroup else match.span()
            yield Token(kind, b"", match.start(), match.end(), inside)


def attributes(part: bytes, token: Token) -> Iterator[Attribute]:
    """Yield the attributes of a tag."""
    for match in _ATTRIBUTE.finditer(part, *token.rest):
        group = 2 if match[2] is not None else 3
        yield Attribute(match[1], *match.span(group))


def value_of(part: bytes, token: Token, *names: bytes) -> str:
    """Return the value of the first attribute that has one of these names, prefix set aside."""
    for attribute in attributes(part, token):
        if attribute.name.rpartition(b":")[2] in names:
            return decoded(part[attribute.start : attribute.end])
    return ""


def decoded(raw: bytes) -> str:
    """Return the text that bytes of XML stand for.

    >>> decoded(b"a &amp; b &#x4e2d;")
    'a & b 中'
    """
    text = raw.decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def encoded(text: str) -> bytes:
    """Return text as it may stand in XML, in an element or between quotes.

    >>> encoded("a<b>&'")
    b'a&lt;b&gt;&amp;&#39;'
    """
    text = _FORBIDDEN.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;")
    text = text.replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    return text.replace("\r", "&#13;").encode()


class Sound:
    """Reads XML piece by piece and raises `UnreadableError` where it is not well formed."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._depth = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Read more."""
        try:
            self._parser.Parse(data, final)
        except (expat.ExpatError, ValueError):
            raise UnreadableError(
                f"a part of this {self._what} is not well formed: open it in its program and save it anew"
            ) from None

    def _doctype(self, _name: str, _system: str | None, _public: str | None, subset: int) -> None:
        if subset:
            self._entity()

    def _entity(self, *_: object) -> None:
        raise UnreadableError(
            f"this {self._what} defines entities, which could expand without end or fetch files: do not trust it"
        )


def sound(part: bytes, what: str) -> bytes:
    """Return a part in UTF-8; raises `UnreadableError` where it is not well formed or goes too deep."""
    part = _utf8(part, what)
    reader = Sound(what)
    for at in range(0, len(part), _FEED):
        reader.feed(part[at : at + _FEED])
    reader.feed(b"", final=True)
    return part


def _utf8(part: bytes, what: str) -> bytes:
    charset = ""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    elif part[:4].count(0) == 2:
        charset = "utf-16-be" if part[:1] == b"\0" else "utf-16-le"
    elif (found := _DECLARED.match(part[:200].lstrip(b"\xef\xbb\xbf"))) is not None:
        charset = found[1].decode().lower()
    if charset in {"", "utf-8", "utf8", "us-ascii", "ascii"}:
        return part.removeprefix(b"\xef\xbb\xbf")
    try:
        text = part.decode("gb18030" if charset in {"gb2312", "gbk"} else charset)
    except (UnicodeDecodeError, LookupError):
        raise UnreadableError(f"a part of this {what} is not in the charset it names") from None
    return re.sub(
        r"^\ufeff?<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8"?>', text
    ).encode()


class Names:
    """The names of a part's elements and attributes with the usual prefixes of their namespaces.

    >>> Names(b'<x:a xmlns:x="http://purl.org/dc/elements/1.1/"/>')[b"x:creator"]
    'dc:creator'
    """

    def __init__(self, part: bytes) -> None:
        known = _known()
        self._spaces: dict[bytes, str] = {b"xml": "xml"}
        for prefix, space in _SPACE.findall(part):
            usual = known.get(space) or prefix.decode("utf-8", "replace")
            self._spaces.setdefault(prefix, usual)
        self._held: dict[bytes, str] = {}

    def __getitem__(self, name: bytes) -> str:
        """Return the name of an element; without a prefix it has the default one."""
        held = self._held.get(name)
        if held is None:
            prefix, _, local = name.rpartition(b":")
            usual = self._spaces.get(prefix, prefix.decode("utf-8", "replace"))
            shown = local.decode("utf-8", "replace")
            held = self._held[name] = f"{usual}:{shown}" if usual else shown
        return held

    def attribute(self, name: bytes) -> str:
        """Return the name of an attribute; without a prefix it is in no namespace."""
        return self[name] if b":" in name else name.decode("utf-8", "replace")


@cache
def _known() -> dict[bytes, str]:
    lines = Path(__file__).with_name("namespaces.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {space.encode(): prefix for prefix, space in rows}
