"""Numbers given to values one after the other: the first name is 1, the second 2.

What was numbered is known by its digest only, and beyond a bound it lies on disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from menshen.digests import Digests, digest

__all__ = ["Numbers"]


class Numbers:
    """Numbers values within their kind; the same value keeps its number.

    >>> numbers = Numbers()
    >>> [numbers.of("姓名", n) for n in ("张三", "李四", "张三")]
    [1, 2, 1]
    """

    def __init__(self) -> None:
        self._given = Digests()
        self._last: dict[str, int] = {}

    def of(self, kind: str, normal: str) -> int:
        """Return the number of a value, a new one if it has none yet."""
        number = self._given.get(digest(kind, normal))
        if number is None:
            number = self._last.get(kind, 0) + 1
            self.give(kind, normal, number)
        return number

    def give(self, kind: str, normal: str, number: int) -> None:
        """Set the number of a value."""
        self._given.add(digest(kind, normal), number)
        self._last[kind] = max(number, self._last.get(kind, 0))

    def last(self) -> Iterator[tuple[str, int]]:
        """Yield the last number given in each kind."""
        yield from self._last.items()

    def after(self, kind: str, number: int) -> None:
        """Let the numbers of a kind go on after this one at least."""
        self._last[kind] = max(number, self._last.get(kind, 0))
