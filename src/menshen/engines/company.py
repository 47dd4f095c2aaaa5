"""Whether a finding stands among others: facts of a person seldom stand alone in a text.

A form, a chat or a report that speaks of somebody says more than one thing of him; price lists, rules
and advice hold at most one thing that looks like a fact. On documents kept out of training a fact
that was told by its words alone, with nothing sure within `_REACH` characters, was right in one
case of ten, where its other evidence gave it six; beside others it was right as often as it said. Names
are not judged so: news names one person in a paragraph.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from menshen.model import Evidence

__all__ = ["Company"]

_REACH = 150
_ROOM = 60
"""So many characters around must there be for the silence of the rest to mean anything."""
_ALONE = Evidence("company", -1.6, "nothing else of a person nearby")


class Company:
    """The stretches of a text of `size` characters that surely are personal.

    >>> among = Company([(0, 3)], 400)
    >>> among.doubt(20, 24), among.doubt(300, 304).weight
    (None, -1.6)
    """

    def __init__(self, sure: Iterable[tuple[int, int]], size: int) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._size = size
        for start, end in sorted(sure):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def doubt(self, start: int, end: int) -> Evidence | None:
        """Return the doubt of a finding with nothing sure around it, None beside something."""
        before = bisect_right(self._ends, start) - 1
        if before >= 0 and start - self._ends[before] < _REACH:
            return None
        after = bisect_left(self._starts, end)
        if after < len(self._starts) and self._starts[after] - end < _REACH:
            return None
        room = min(start, _REACH) + min(self._size - end, _REACH)
        return _ALONE if room >= _ROOM else None
