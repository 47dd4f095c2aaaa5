"""Where a page goes on on the next one: what stands at its foot, and what the next one begins with.

A value may be broken over two pages, or over three where the middle one holds no more than a few
lines. So a page that does not end with a sentence is shown to the finder with the first lines of
the next one behind it, and where these are all of it, with those of the one after. Lines that stand on both pages alike but for
their numbers, at the top or at the foot, are running heads: those at the foot of the page come
before its text, those at the top of the next one are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from menshen.formats.pdf.pages import Drawn
from menshen.model import Span

__all__ = ["Ahead", "Flow", "flowing"]

_TOP = 4
_FOOT = 3
"""So many lines at either end of a page may be running heads."""
_HELD = 4
_LINES = 3
_MOST = 160
"""So many lines and characters of the next page are shown."""
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百]{1,4}(?![0-9])")
_ENDS = re.compile(r"[。．！？!?；;：:…”」』]\s*\Z")


class Ahead(NamedTuple):
    """A later page, and the stretch of its text that may go on with what stands before."""

    page: Drawn
    span: Span

    def __repr__(self) -> str:
        return f"Ahead({self.span!r})"


class Flow(NamedTuple):
    """A page, and what may go on with it on those that follow, in order."""

    page: Drawn
    ahead: tuple[Ahead, ...]

    def __repr__(self) -> str:
        return f"Flow({len(self.page.text)}, {self.ahead!r})"


def flowing(pages: Iterator[Drawn]) -> Iterator[Flow]:
    """Yield pages, each with its seam to the next ones; no more than four are held."""
    held = list(islice(pages, _HELD))
    while held:
        moved = [_headed(page, after) for page, after in pairwise(held)] + held[-1:]
        yield Flow(moved[0], tuple(_ahead(held, moved)))
        held = [*held[1:], *islice(pages, 1)]


def _ahead(held: Sequence[Drawn], moved: Sequence[Drawn]) -> Iterator[Ahead]:
    """Yield what may go on with the first of some pages; `moved` have running feet at their top."""
    for before, raw, page in zip(held, held[1:], moved[1 : _HELD - 1], strict=False):
        span = _head(before, page) if _is_open(before, raw) else Span(0, 0)
        if span.end == span.start:
            return
        yield Ahead(page, span)
        if page.text[span.end :].strip():
            return


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _alike(line: str) -> str:
    return _NUMBER.sub("#", "".join(line.split()))


def _running(page: Drawn) -> set[str]:
    """Return the lines at the ends of a page, as running heads look on every page."""
    lines = _lines(page.text)
    return {_alike(line) for line in [*lines[:_TOP], *lines[-_FOOT:]]}


def _feet(page: Drawn, following: Drawn) -> int:
    """Return how many lines at the foot of a page are running."""
    running, count = _running(following), 0
    lines = _lines(page.text)
    for line in reversed(lines[-_FOOT:]):
        if _alike(line) not in running:
            break
        count += 1
    return count if count < len(lines) else 0


def _is_open(page: Drawn, following: Drawn) -> bool:
    """Say whether the text of a page does not end with a sentence."""
    lines = _lines(page.text)
    body = lines[: len(lines) - _feet(page, following)]
    return bool(body) and _ENDS.search(body[-1]) is None


def _headed(page: Drawn, following: Drawn) -> Drawn:
    """Return a page whose running feet come before its text, where this goes on."""
    count = _feet(page, following)
    if not count or not _is_open(page, following):
        return page
    at = sum(map(len, _lines(page.text)[:-count]))
    return Drawn(
        page.text[at:] + page.text[:at], np.roll(page.sources, -at),
        np.roll(page.boxes, -at, axis=0),
    )  # fmt: skip


def _head(before: Drawn, page: Drawn) -> Span:
    """Return the first lines of a page, without running heads."""
    running, at, lines = _running(before), 0, _lines(page.text)
    skipped = 0
    while skipped < len(lines) and skipped < _TOP + _FOOT and _alike(lines[skipped]) in running:
        at += len(lines[skipped])
        skipped += 1
    end = at
    for line in lines[skipped : skipped + _LINES]:
        if _alike(line) in running:
            break
        end += len(line)
    return Span(at, min(end, at + _MOST))
