"""How pages look: formats whose pages can be shown as pictures, for reports that people look at.

A format with pages has a method `sights`; the others have none. The places of blocks (`Box`) are in
points, so a sight says how many pixels a point is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol, runtime_checkable

from menshen.engines.ocr import Pixels
from menshen.model import Box, Document

__all__ = ["SIDE", "Sight", "Sighted"]

SIDE = 1100
"""The longer side of a page that is shown has at most so many pixels."""


class Sight(NamedTuple):
    """A page as it looks: its number from 0, its pixels, and how many of them a point is.

    `pictures` are where pictures stand on it that are documents of their own.
    """

    page: int
    pixels: Pixels
    scale: float
    pictures: tuple[Box, ...] = ()

    def __repr__(self) -> str:
        return f"Sight({self.page})"


@runtime_checkable
class Sighted(Protocol):
    """A format whose pages can be shown."""

    def sights(self, document: Document, pages: Collection[int]) -> Iterator[Sight]:
        """Yield how these pages look. Raises `UnreadableError` where that cannot be done."""
        ...
