"""The tokens of HTML as it is met: tags, comments and text, in any disorder.

Not the standard library's parser: on constructs without an end it takes quadratic time, and it
holds them whole. Here a token that does not end within `_HELD` characters comes in parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from menshen.formats.pieces import Window

__all__ = ["Attribute", "Token", "attributes", "placed", "tokens"]

_HELD = 1 << 16
_TAG = re.compile(
    r"<(?P<end>/)?(?P<name>[A-Za-z][^\s/>]{0,60})(?P<rest>(?:[^\"'>]|\"[^\"<]*\"|'[^'<]*')*+>|[^<>]*+>)"
    r"|<!--(?P<comment>.*?)(?:-->|--!>)|<(?P<other>[!?][^>]*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]{1,80})(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+"
)
_RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
_UNESCAPED = {"textarea", "title"}
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in _RAW}
_ENDS["<!--"] = re.compile(r"--!?>")
_ENDS["<"] = re.compile(r">")


class Token(NamedTuple):
    """A piece of HTML. `kind` is `start`, `end`, `text`, `raw` (kept as it stands) or `aside`.

    `text` is a tag's name or the text, `rest` a tag's attributes as written, `offset` and `line`
    where it begins in the source. `source` is the text as it is written there, `begins` where.
    """

    kind: str
    text: str
    rest: str
    offset: int
    line: int
    source: str = ""
    begins: int = 0


class Attribute(NamedTuple):
    """An attribute of a tag: its name, its value as written, and where that begins in `rest`."""

    name: str
    source: str
    at: int


def placed(rest: str) -> Iterator[Attribute]:
    """Yield the attributes of a tag with their places.

    >>> list(placed(" id=a href='b'>"))
    [Attribute(name='id', source='a', at=4), Attribute(name='href', source='b', at=12)]
    """
    for match in _ATTRIBUTE.finditer(rest):
        group = match.lastindex if match.lastindex is not None and match.lastindex > 1 else 1
        source = match[group] if group > 1 else ""
        yield Attribute(match[1].lower(), source, match.start(group))


def attributes(rest: str) -> Iterator[tuple[str, str]]:
    """Yield names and values of the attributes of a tag, entities undone.

    >>> list(attributes(" href='tel:1&amp;2' disabled>"))
    [('href', 'tel:1&2'), ('disabled', '')]
    """
    for attribute in placed(rest):
        yield attribute.name, unescape(attribute.source)


class _Source:
    """The source, of which `at` is read next; offset and line are those of `at`."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.offset = self.line = 0

    def fill(self) -> None:
        self.window.fill(2 * _HELD)

    def take(
        self, kind: str, end: int, text: str, rest: str = "", *, source: str = "", ahead: int = 0
    ) -> Token:
        token = Token(kind, text, rest, self.offset, self.line, source, self.offset + ahead)
        window = self.window
        self.offset += end - window.at
        self.line += window.text.count("\n", window.at, end)
        window.at = end
        return token


def tokens(window: Window) -> Iterator[Token]:
    """Yield the tokens of the text in order."""
    source = _Source(window)
    while True:
        source.fill()
        if not window.left:
            return
        if window.text[window.at] != "<":
            yield _text(source)
            continue
        match = _TAG.match(window.text, window.at, window.at + _HELD)
        if match is None:
            yield from _unclosed(source)
        elif match["name"] is None:
            group = "comment" if match["comment"] is not None else "other"
            text, ahead = match[group], match.start(group) - match.start()
            yield source.take("aside", match.end(), text, source=text, ahead=ahead)
        else:
            name = match["name"].lower()
            yield source.take("end" if match["end"] else "start", match.end(), name, match["rest"])
            if name in _RAW and not match["end"]:
                yield from _until(source, name, "text" if name in _UNESCAPED else "raw")


def _text(source: _Source) -> Token:
    """Take text up to the next mark, in no more than `_HELD` characters, entities left whole."""
    window = source.window
    limit = min(window.at + _HELD, len(window.text))
    end = window.text.find("<", window.at, limit)
    if end < 0:
        end = limit
        entity = window.text.rfind("&", max(window.at + 1, limit - 40), limit)
        if entity > 0 and not (window.ended and limit == len(window.text)):
            end = entity
    held = window.text[window.at : end]
    return source.take("text", end, unescape(held), source=held)


def _unclosed(source: _Source) -> Iterator[Token]:
    """Take what begins like a tag and does not end: a long comment or tag, or a mere mark."""
    text, at = source.window.text, source.window.at
    if source.window.left < _HELD or not re.match(r"<(?:!--|[/A-Za-z!?])", text[at : at + 4]):
        yield source.take("text", at + 1, "<", source="<")
        return
    comment = text.startswith("<!--", at)
    yield source.take("aside", at + (4 if comment else 1), "")
    yield from _until(source, "<!--" if comment else "<", "raw")


def _until(source: _Source, name: str, kind: str) -> Iterator[Token]:
    """Take what stands before the end of a raw element or a comment, part by part."""
    window = source.window
    while True:
        source.fill()
        text, at = window.text, window.at
        limit = min(at + _HELD, len(text))
        found = _ENDS[name].search(text, at, limit)
        last = found is not None or (window.ended and limit == len(text))
        end = found.start() if found is not None else limit
        if not last:
            end = max(text.rfind("\n", at + _HELD // 2, limit) + 1, limit - 16)
        if end > at:
            held = text[at:end]
            plain = unescape(held) if kind == "text" else held
            yield source.take(kind, end, plain, source=held)
        if last:
            if found is not None and name.startswith("<"):
                source.take("aside", found.end(), "")
            return
