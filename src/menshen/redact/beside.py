"""Pages before and after, side by side, for the report on a redaction.

In the picture of the original every value is covered, unless it is asked to be shown; so is what
differs between the two pictures, which is where values were. In the picture of the copy what is
left is covered in red. A picture on a page that holds values is covered as a whole and shown on
its own. Pictures are JPEGs inside the HTML, few for a document and few in all.
"""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from menshen.errors import UnreadableError
from menshen.formats.sights import Sight, Sighted
from menshen.model import Block, Box, Span
from menshen.policy import Policy
from menshen.redact.plan import Known
from menshen.redact.reading import Held
from menshen.redact.verify import Pair, leftovers, texts
from menshen.report.shown import visible
from menshen.report.words import Lang, said

__all__ = ["Sights"]

PAGES = 8
"""So many pages of a document are shown, those with values first."""
ALL = 60
BYTES = 24 << 20
"""A report holds no more pages and no more bytes of pictures."""
_QUALITY = 70
_AROUND = 1.0
"""A value is covered with so many points around it."""
_TILE = 8
_OTHER = 60
_COVER = (38, 38, 38)
_LEFT = (164, 22, 26)
_LINE = 2

Pixels = NDArray[np.uint8]
Places = Mapping[int, Sequence[Box]]


class _Sides(NamedTuple):
    """A document and its copy, on which pages where their values are, and whether in pictures."""

    before: Held
    after: Held
    values: Places
    left: Places
    hidden: bool
    left_hidden: bool


class Sights:
    """Makes the pictures while documents are compared; `beside` gives them to the report.

    `look` is for `menshen.redact.verify.verify`. With `reveal` values are framed, not covered.
    """

    def __init__(self, policy: Policy, lang: Lang, *, reveal: bool = False) -> None:
        self._policy = policy
        self._lang = lang
        self._reveal = reveal
        self._made: dict[tuple[str, str], str] = {}
        self._count = 0
        self._bytes = 0

    def look(self, pair: Pair, held: Held, copy: Held, known: Known) -> None:
        """Make the pictures of a pair."""
        values, left = _values(held, known), _left(copy, known, self._policy)
        parts = []
        for before, after in _matched(held, copy):
            sides = _Sides(
                before, after, values.get(before.document.uri, {}), left.get(after.document.uri, {}),
                _unseen(before, values), _unseen(after, left),
            )  # fmt: skip
            parts += list(self._document(sides))
        self._made[pair.original, pair.redacted] = "".join(parts)

    def beside(self, pair: Pair) -> str:
        """Return the pictures of a pair as HTML, nothing where it has none."""
        return self._made.get((pair.original, pair.redacted), "")

    def _document(self, sides: _Sides) -> Iterator[str]:
        """Yield the pages of a document that hold values."""
        wanted = sorted({*sides.values, *sides.left})
        shown = wanted[: min(PAGES, ALL - self._count)]
        before, after = (_sights(held, shown) for held in (sides.before, sides.after))
        here = [page for page in shown if page in before and page in after]
        if not here:
            return
        name = escape(visible(sides.before.document.uri))
        for number in here:
            pictures = self._pages(sides, before[number], after[number])
            self._count += 1
            self._bytes += sum(map(len, pictures))
            if self._bytes > BYTES:
                self._count = ALL
                here = here[: here.index(number)]
                break
            yield "<div class=pages>"
            first = "side_shown" if self._reveal else "side_before"
            for key, data in zip((first, "side_after"), pictures, strict=True):
                told = escape(said(key, self._lang, page=number + 1))
                yield (
                    f"<figure><img alt='{told}' src='data:image/jpeg;base64,{data}'>"
                    f"<figcaption>{name} · {told}</figcaption></figure>"
                )
            yield "</div>"
        if len(here) < len(wanted):
            rest = said("side_more", self._lang, count=len(wanted) - len(here))
            yield f"<p>{escape(rest)}</p>"

    def _pages(self, sides: _Sides, before: Sight, after: Sight) -> tuple[str, str]:
        seen, copy = before.pixels.copy(), after.pixels.copy()
        boxes = sides.values.get(before.page, ())
        left = sides.left.get(after.page, ())
        if self._reveal:
            _frame(seen, boxes, before.scale, _LEFT)
            _frame(copy, left, after.scale, _LEFT)
            return _jpeg(seen), _jpeg(copy)
        if seen.shape == copy.shape:
            _cover_tiles(seen, before.pixels, after.pixels)
        _cover(seen, boxes, before.scale, _COVER)
        _cover(copy, left, after.scale, _LEFT)
        if sides.hidden:
            _cover(seen, before.pictures, before.scale, _COVER)
        if sides.left_hidden:
            _cover(copy, after.pictures, after.scale, _LEFT)
        return _jpeg(seen), _jpeg(copy)


def _matched(held: Held, copy: Held) -> Iterator[tuple[Held, Held]]:
    """Yield a document and its copy, then those inside: of the same name, else in their order."""
    yield held, copy
    outer, other = held.document.uri, copy.document.uri
    after = {uri.removeprefix(other): one for uri, one in copy.inner.items()}
    same = len(held.inner) == len(after)
    for (uri, one), follows in zip(
        held.inner.items(), list(after.values()) if same else [None] * len(held.inner), strict=True
    ):
        found = after.get(uri.removeprefix(outer), follows)
        if found is not None:
            yield from _matched(one, found)


def _unseen(held: Held, values: Mapping[str, Places]) -> bool:
    """Say whether pictures in a document hold values, or could not be read."""
    inner = [one for one in held.all() if one is not held]
    return bool(held.failures) or any(
        one.failure is not None or one.failures or values.get(one.document.uri) for one in inner
    )


def _values(held: Held, known: Known) -> dict[str, dict[int, list[Box]]]:
    """Return where values stand on pages, by document and page."""
    spans = (
        (block, span)
        for block, found in texts(held)
        for span in [
            *(f.span for f in found),
            *(Span(h.start, h.end) for h in known.sought.hits(block.text, deep=True)),
        ]
    )
    return _placed(spans)


def _left(copy: Held, known: Known, policy: Policy) -> dict[str, dict[int, list[Box]]]:
    return _placed((block, span) for block, span, _ in leftovers(copy, known, policy))


def _placed(spans: Iterator[tuple[Block, Span]]) -> dict[str, dict[int, list[Box]]]:
    held: dict[str, dict[int, list[Box]]] = defaultdict(dict)
    for block, span in spans:
        for box in _boxes(block, span):
            held[block.document].setdefault(box.page, []).append(box)
    return held


def _boxes(block: Block, span: Span) -> Iterator[Box]:
    """Yield where a stretch stands, a box for each line of it."""
    at = span.start
    for line in block.text[slice(*span)].split("\n"):
        place = block.layout.place(at, at + len(line)) if line and block.layout else None
        if isinstance(place, Box) and place.x1 > place.x0:
            yield place
        at += len(line) + 1


def _sights(held: Held, pages: Sequence[int]) -> dict[int, Sight]:
    """Return how pages of a document look; nothing where its format cannot show them."""
    shows: object = held.format
    if not pages or not isinstance(shows, Sighted):
        return {}
    try:
        return {sight.page: sight for sight in shows.sights(held.document, pages)}
    except (UnreadableError, EOFError):
        return {}


def _cover(page: Pixels, boxes: Sequence[Box], scale: float, colour: tuple[int, ...]) -> None:
    for box in boxes:
        page[_inside(box, scale)] = colour


def _frame(page: Pixels, boxes: Sequence[Box], scale: float, colour: tuple[int, ...]) -> None:
    for box in boxes:
        place = _inside(box, scale)
        held = page[place]
        within = held[_LINE:-_LINE, _LINE:-_LINE].copy()
        held[:] = colour
        held[_LINE:-_LINE, _LINE:-_LINE] = within


def _inside(box: Box, scale: float) -> tuple[slice, slice]:
    x0, y0 = (max(int((v - _AROUND) * scale), 0) for v in (box.x0, box.y0))
    x1, y1 = (int((v + _AROUND) * scale) + 1 for v in (box.x1, box.y1))
    return slice(y0, max(y1, 0)), slice(x0, max(x1, 0))


def _cover_tiles(page: Pixels, before: Pixels, after: Pixels) -> None:
    """Cover the tiles of a page in which two pictures of it differ."""
    high, wide = page.shape[:2]
    other = np.abs(before.astype(np.int16) - after).max(axis=2) > _OTHER
    rows, columns = -(-high // _TILE), -(-wide // _TILE)
    held = np.zeros((rows * _TILE, columns * _TILE), bool)
    held[:high, :wide] = other
    tiles = held.reshape(rows, _TILE, columns, _TILE).any(axis=(1, 3))
    page[np.kron(tiles, np.ones((_TILE, _TILE), bool))[:high, :wide]] = _COVER


def _jpeg(page: Pixels) -> str:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=_QUALITY)
    return base64.b64encode(out.getvalue()).decode()
