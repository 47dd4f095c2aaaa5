"""What is left between the facts that are sure: words the sequence model takes for personal, of whichever kind.

The model often knows that something of a person is told without knowing what: its chance is spread over labels, or
over where it begins, and no span comes out. In a form or a report that already tells three things of a person such words
are his as well: of those whose mean chance to be personal was above 0.2 on documents kept out of
training, half were, and they held two fifths of what was still uncovered. What touches a fact of the same kind is the rest
of it; all else becomes a finding of the likeliest kind, barely surer than not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from menshen.engines.bounds import BEGUN, EXACT
from menshen.engines.fusion import logit
from menshen.engines.tagger import Faint
from menshen.model import Evidence, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LEAST", "MEAN", "Remains", "left"]

_APART = frozenset("\n\t|。！？；，、,;!?")
"""What ends a run of such words: the clause, the cell."""
_EDGE = " \r：:.()（）[]【】“”\"'—-…·/的了是在和与"
LEAST = 2
"""A single character is too often a slip."""
MEAN = 0.2
"""The least mean chance of a run's characters to be personal; each has that of `tagger.FAINT`."""
_NAMED = 0.3
"""The same for names, which rules and the models know better than anything else: below it words are taken for names."""
_SLOPE, _SHIFT = 0.44, -1.4
"""Of the weight over the logit of the mean chance: with company 0.50 at 0.2, 0.69 at 0.6, as was found."""
_NOTE = "the sequence model takes it for personal, of whichever kind"


class Remains(NamedTuple):
    """A stretch that is left: where, its likeliest label, the chance that it is personal at all."""

    start: int
    end: int
    label: str
    some: float

    @property
    def evidence(self) -> Evidence:
        """Return what the model's chance is worth among several sure facts."""
        return _evidence(round(_SLOPE * logit(self.some) + _SHIFT, 1))

    def completes(self, span: Span, label: str | None, kind: str) -> bool:
        """Say whether this is the rest of a finding of this kind, which the model knows by that label."""
        touches = span.end == self.start or self.end == span.start
        if not touches or label != self.label or kind in EXACT:
            return False
        begins = kind in BEGUN and self.end == span.start
        return not begins and self.end - self.start <= span.end - span.start

    def leads_to(self, span: Span, label: str | None, kind: str) -> bool:
        """Say whether this is the word before an income (月薪 of 月薪8500元), which begins with the amount."""
        return kind == "income" and self.end == span.start and label == self.label


@cache
def _evidence(weight: float) -> Evidence:
    return Evidence("model", weight, _NOTE)


def left(text: str, faint: Faint, taken: Sequence[tuple[int, int]]) -> Iterator[Remains]:
    """Yield the stretches of personal words outside what is `taken`, in order; none goes beyond its clause.

    One that touches what is taken keeps the words between them (的, 在), so that it may be the rest of it.

    >>> told = Faint(np.arange(4, 8), np.full((4, 1), 0.4, np.float32), ("diagnosis",))
    >>> [part[:3] for part in left("张伟，男，常头痛", told, [(0, 2)])]
    [(5, 8, 'diagnosis')]
    """
    starts, ends = {start for start, _ in taken}, {end for _, end in taken}
    for rows in _runs(text, faint.places, taken):
        first, last = int(faint.places[rows[0]]), int(faint.places[rows[-1]]) + 1
        start, end = first, last
        while start < end and first not in ends and text[start] in _EDGE:
            start += 1
        while start < end and last not in starts and text[end - 1] in _EDGE:
            end -= 1
        if end - start >= (1 if first in ends or last in starts else LEAST):
            chances = faint.chances[rows[start - first : end - first]].sum(axis=0)
            some = float(chances.sum()) / (end - start)
            label = faint.labels[int(chances.argmax())]
            if some >= (_NAMED if label == "person_name" else MEAN):
                yield Remains(start, end, label, some)


def _runs(text: str, places: Any, taken: Sequence[tuple[int, int]]) -> Iterator[NDArray[np.intp]]:
    """Yield the numbers of the places of each run outside what is taken."""
    begun, ended = (np.sort([at[side] for at in taken]) for side in (0, 1))
    within = np.searchsorted(begun, places, "right") > np.searchsorted(ended, places, "right")
    parted = np.array([_parts(text, place) for place in places.tolist()], bool)
    (free,) = (~within & ~parted).nonzero()
    if len(free):
        yield from np.split(free, (np.diff(places[free]) > 1).nonzero()[0] + 1)


def _parts(text: str, at: int) -> bool:
    """Say whether a run ends here; a comma within a number (1,498.00) ends none."""
    within = text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
    return text[at] in _APART and not within
