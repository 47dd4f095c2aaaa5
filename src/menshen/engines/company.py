"""Whether a finding stands among others: facts of a person seldom stand alone in a text.

A form, a chat or a report that speaks of somebody says more than one thing of him; price lists, rules
and advice hold at most one thing that looks like a fact. On documents kept out of training a fact
that was told by its words alone, with nothing sure within `_REACH` characters, was right in one
case of ten, where its other evidence gave it six; among several it was right more often than it said. Names
are not judged so: news names one person in a paragraph.

Rules that look for whom a statement is about know names by their shape and their words only. A name
that the models are sure of, before it in its sentence, is somebody after all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from menshen.engines.bearer import NOBODY, sentence
from menshen.engines.setting import about_nobody
from menshen.model import Evidence

__all__ = ["AMONG", "LEANING", "Company"]

_REACH = 150
_ROOM = 60
"""So many characters around must there be for the silence of the rest to mean anything."""
_ALONE = Evidence("company", -1.6, "nothing else of a person nearby")
_SEVERAL = 3
LEANING = 1.0
"""So much more than was measured is a fact among several worth: what is missed there stays readable beside the rest."""
AMONG = Evidence("company", 1.0 + LEANING, "several things of a person nearby")
_CALLED = Evidence("company", 2.5, "a name before it in the sentence")


class Company:
    """The stretches of a text that surely are personal, and the names among them.

    >>> among = Company([(0, 3)], "敬永富夜间胸闷两次".ljust(400))
    >>> among.around(20, 24), among.around(300, 304).weight
    (None, -1.6)
    """

    def __init__(
        self,
        sure: Iterable[tuple[int, int]],
        text: str,
        names: Iterable[tuple[int, int]] = (),
    ) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._text = text
        self._names = sorted(end for _, end in names)
        for start, end in sorted(sure):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def say(self, told: Sequence[Evidence], start: int, end: int) -> list[Evidence]:
        """Return all that company says of a finding of which `told` is told, and the passage around it."""
        parts = (
            self.around(start, end),
            self.bearer(told, start, end),
            about_nobody(self._text, start, end),
        )
        return [evidence for evidence in parts if evidence is not None]

    def around(self, start: int, end: int) -> Evidence | None:
        """Return what the sure ones around a finding say of it: whether it stands alone or among several."""
        before = bisect_right(self._ends, start) - bisect_right(self._ends, start - _REACH)
        after = bisect_left(self._starts, end + _REACH) - bisect_left(self._starts, end)
        if before + after:
            return AMONG if before + after >= _SEVERAL else None
        room = min(start, _REACH) + min(len(self._text) - end, _REACH)
        return _ALONE if room >= _ROOM else None

    def bearer(self, told: Sequence[Evidence], start: int, end: int) -> Evidence | None:
        """Return the evidence of a name before a finding of which a rule says that it is nobody's.

        >>> among = Company([(0, 3)], "敬永富夜间胸闷两次", [(0, 3)])
        >>> among.bearer((NOBODY,), 5, 7).kind, among.bearer((), 5, 7)
        ('company', None)
        """
        before = bisect_right(self._names, start)
        if not before or NOBODY not in told:
            return None
        return _CALLED if self._names[before - 1] > sentence(self._text, start, end)[0] else None
