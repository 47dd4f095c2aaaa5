"""The shared texts of a workbook: many of them lie in a temporary file, not in memory.

The file has no name, so that nothing is left of it when the process ends.
"""

from __future__ import annotations

import re
import tempfile
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from menshen.edits import carried_out
from menshen.errors import UnreadableError
from menshen.formats.parts.slots import Change, Splice, merged, spliced
from menshen.formats.parts.tokens import decoded, encoded
from menshen.model import Span

__all__ = ["Strings", "items", "mended", "plain", "silent", "spoken"]

_MEMORY = 16 << 20
_LONGEST = 8 << 20
_PAGE = 256
"""So many texts are read from the file at a time."""
_PAGES = 512
_ITEM = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*?)?(?:/>|>(?P<held>.*?)</(?:\w+:)?si\s*>)", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*?)?(?:/>|>(?P<t>[^<]*)</(?:\w+:)?t\s*>)")
_PLAIN = re.compile(rb"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>")
_SPOKEN = re.compile(
    rb"<(?P<p>\w+:)?(?:rPh(?:\s[^>]*)?>.*?</(?:\w+:)?rPh\s*>|phoneticPr[^>]*>)", re.DOTALL
)


class Strings:
    """Texts by their numbers, written once and then read."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._held: list[str] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=1)  # noqa: SIM115 - closed with the texts
        self._pages = array("Q")
        self._cache: OrderedDict[int, list[str]] = OrderedDict()
        self._count = 0
        try:
            self._fill(texts)
        except BaseException:
            self._file.close()
            raise

    def _fill(self, texts: Iterable[str]) -> None:
        weight = 0
        for text in texts:
            self._held.append(text)
            self._count += 1
            weight += len(text) + 60
            if weight > _MEMORY and len(self._held) >= _PAGE:
                self._spill(all_=False)
        if self._pages:
            self._spill(all_=True)
            self._pages.append(self._file.tell())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def _spill(self, *, all_: bool) -> None:
        """Write what fills pages, and at the end what is left."""
        while len(self._held) >= _PAGE or (all_ and self._held):
            page, self._held = self._held[:_PAGE], self._held[_PAGE:]
            self._pages.append(self._file.tell())
            self._file.write(
                "\0".join(t.replace("\0", "\ufffd") for t in page).encode("utf-8", "replace")
            )

    def __getitem__(self, number: int) -> str:
        """Return a text; nothing for a number that there is not."""
        if not 0 <= number < self._count:
            return ""
        if not self._pages:
            return self._held[number]
        page, place = divmod(number, _PAGE)
        return self._page(page)[place]

    def _page(self, number: int) -> list[str]:
        held = self._cache.get(number)
        if held is None:
            start, end = self._pages[number], self._pages[number + 1]
            self._file.seek(start)
            held = self._file.read(end - start).decode("utf-8").split("\0")
            self._cache[number] = held
            if len(self._cache) > _PAGES:
                self._cache.popitem(last=False)
        else:
            self._cache.move_to_end(number)
        return held


def items(chunks: Iterable[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Yield the pieces of the part, and whether each is an item or stands between items."""
    held = b""
    for chunk in chunks:
        held += chunk
        at = 0
        for match in _ITEM.finditer(held):
            if match.start() > at:
                yield False, held[at : match.start()]
            yield True, match[0]
            at = match.end()
        held = held[at:]
        if len(held) > _LONGEST:
            raise UnreadableError(
                "a shared text of this workbook is longer than 8 MB: do not trust it"
            )
    if held:
        yield False, held


def plain(item: bytes) -> str:
    """Return the text of an item, its runs put together.

    >>> plain(b"<si><r><t>138</t></r><r><t>0013</t></r><rPh><t>x</t></rPh></si>")
    '1380013'
    """
    usual = _PLAIN.fullmatch(item)
    if usual is not None:
        return decoded(usual[1])
    if b"rPh" in item:
        item = _SPOKEN.sub(b"", item)
    return "".join(decoded(match["t"] or b"") for match in _TEXT.finditer(item))


def spoken(item: bytes) -> str:
    """Return how an item is pronounced, as far as it says so."""
    if b"rPh" not in item:
        return ""
    return "".join(plain(match[0].replace(b"rPh", b"x")) for match in _SPOKEN.finditer(item))


def silent(item: bytes) -> bytes:
    """Return an item without how it is pronounced."""
    return _SPOKEN.sub(b"", item) if b"rPh" in item or b"phoneticPr" in item else item


def mended(item: bytes, changes: Sequence[Change]) -> bytes:
    """Return an item whose text is changed; runs keep their formats, pronunciations go.

    >>> mended(b"<si><t>138 0013</t></si>", [Change(Span(0, 3), "***")])
    b'<si><t>*** 0013</t></si>'
    """
    item = silent(item)
    wanted = merged(changes)
    at, splices = 0, []
    for match in _TEXT.finditer(item):
        text = decoded(match["t"] or b"")
        here = [
            (Span(max(s - at, 0), min(e - at, len(text))), r if s >= at else "")
            for (s, e), r in wanted
            if s < at + len(text) and e > at
        ]
        if here:
            splices.append(Splice(*match.span("t"), encoded(carried_out(text, here))))
        at += len(text)
    return spliced(item, splices)
