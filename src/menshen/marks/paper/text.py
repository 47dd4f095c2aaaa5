"""Marks in running text: two ways to write the same, at places that the original has anyway.

| kind | places | written | survives |
|---|---|---|---|
| `blank` | between Chinese and Latin letters or digits | a blank or none | copying, e-mail; dies when text is normalised or typed again |
| `dots` | …… and —— | two characters or one | copying; dies when normalised |
| `zero` | every few Chinese characters | a zero-width character or none | copying between most programs; dies on NFKC cleaning, PDF, typing |
| `tail` | ends of lines | a blank or none | copying whole lines |

No letter, digit or word changes, so there are no synonyms to argue about. The original is at
hand when a leak is read: it is aligned by what carries no mark, so an excerpt, several excerpts, or
excerpts within other text are read where they fit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from menshen.marks.paper.positions import ERASED

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["KINDS", "Slot", "observe", "shared", "skeleton", "slots", "written"]

KINDS = ("blank", "dots", "zero", "tail")
_ZERO = "\u200b"
_HAN = "㐀-鿿"
_BLANK = re.compile(f"(?<=[{_HAN}]) ?(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) ?(?=[{_HAN}])")
_DOTS = re.compile("(?<!…)……?(?!…)|(?<!—)——?(?!—)")
_PLAIN = re.compile(f"(?<=[{_HAN}])(?=[{_HAN}])")
_TAIL = re.compile("(?<=[^\\s\u200b\u200c\u200d\u2060\ufeff]) ?(?=\\n)")
_NOISE = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+|(?<=…)…|(?<=—)—")
_EVERY = 6
_GRAM = 12
_AROUND = 3
_CONSTANT = 8
_LONGEST = 2_000_000


class Slot(NamedTuple):
    """A place of the original that can carry a bit: `start:end` is written `off` or `on`."""

    kind: str
    start: int
    end: int
    off: str
    on: str


def slots(text: str, kinds: Iterable[str] = KINDS) -> list[Slot]:
    """Return the places of a text, in order, none overlapping.

    >>> [(s.kind, s.start) for s in slots("共3人……", ("blank", "dots"))]
    [('blank', 1), ('blank', 2), ('dots', 3)]
    """
    found: list[Slot] = []
    wanted = set(kinds)
    if "blank" in wanted:
        found += [Slot("blank", m.start(), m.end(), "", " ") for m in _BLANK.finditer(text)]
    if "dots" in wanted:
        found += [
            Slot("dots", m.start(), m.end(), m[0][0], m[0][0] * 2) for m in _DOTS.finditer(text)
        ]
    if "tail" in wanted:
        found += [Slot("tail", m.start(), m.end(), "", " ") for m in _TAIL.finditer(text)]
    if "zero" in wanted and _ZERO not in text:
        plain = [m.start() for m in _PLAIN.finditer(text)]
        found += [Slot("zero", at, at, "", _ZERO) for at in plain[::_EVERY]]
    found.sort(key=lambda slot: (slot.start, slot.end))
    return found


def written(text: str, places: Sequence[Slot], bits: Iterable[bool]) -> str:
    """Return the text with each place written for its bit.

    >>> written("共3人……", slots("共3人……", ("blank", "dots")), [True, False, False])
    '共 3人…'
    """
    pieces, at = [], 0
    for slot, bit in zip(places, bits, strict=True):
        pieces += [text[at : slot.start], slot.on if bit else slot.off]
        at = slot.end
    return "".join([*pieces, text[at:]])


def observe(leak: str, original: str, places: Sequence[Slot]) -> npt.NDArray[np.int8]:
    """Return the bit read at each place: 0, 1, or -1 where the leak does not say.

    A place read twice counts once, and not at all where the readings differ. A kind of which eight
    places or more are all the same was cleaned away, and says nothing.
    """
    import numpy as np

    found = np.full(len(places), ERASED, dtype=np.int8)
    differing = np.zeros(len(places), dtype=bool)
    for place, bit in _readings(leak[:_LONGEST], original, places):
        if found[place] not in {ERASED, bit}:
            differing[place] = True
        found[place] = bit
    found[differing] = ERASED
    kinds = np.array([slot.kind for slot in places])
    for kind in KINDS:
        seen = found[(kinds == kind) & (found != ERASED)]
        if len(seen) >= _CONSTANT and (seen == seen[0]).all():
            found[kinds == kind] = ERASED
    return found


class _Skeleton(NamedTuple):
    """A text without what may carry a mark, and where each of its characters stood."""

    text: str
    at: list[int]


def skeleton(text: str) -> str:
    """Return a text without what may carry a mark: the same for all copies.

    >>> skeleton("共 3 人……") == skeleton("共3人…")
    True
    """
    return _skeleton(text).text


def shared(leak: str, original: str) -> bool:
    """Say whether a leak holds any stretch of the original, its marks aside.

    >>> shared("转发：共3人……", "共 3 人…"), shared("明天放假", "共 3 人…")
    (True, False)
    """
    mine, theirs = skeleton(original), skeleton(leak[:_LONGEST])
    if len(mine) < _GRAM or len(theirs) < _GRAM:
        return bool(theirs) and (mine in theirs or theirs in mine)
    return next(_stretches(mine, theirs), None) is not None


def _skeleton(text: str) -> _Skeleton:
    kept: list[int] = []
    end = 0
    for noise in _NOISE.finditer(text):
        kept += range(end, noise.start())
        end = noise.end()
    kept += range(end, len(text))
    return _Skeleton("".join(text[at] for at in kept), kept)


def _readings(leak: str, original: str, places: Sequence[Slot]) -> Iterator[tuple[int, int]]:
    """Yield place and bit for each place that a stretch of the leak covers."""
    mine, theirs = _skeleton(original), _skeleton(leak)
    before = [_before(mine, slot) for slot in places]
    for start, there, length in _stretches(mine.text, theirs.text):
        first = bisect_left(before, start + _AROUND - 1)
        last = bisect_right(before, start + length - _AROUND - 1)
        for place in range(first, last):
            at, slot = before[place] - start + there, places[place]
            between = leak[theirs.at[at] + 1 : theirs.at[at + 1]]
            bit = _bit(slot, between)
            if bit != ERASED:
                yield place, bit


def _bit(slot: Slot, between: str) -> int:
    """Return what stands between the character before a place and the one behind it."""
    if slot.kind == "dots":
        return int(between[:1] == slot.off)
    if slot.kind == "tail":
        line, ends, _ = between.partition("\n")
        return int(slot.on in line) if ends else ERASED
    # A line that was wrapped anew says nothing of the blank that stood there.
    return ERASED if slot.kind == "blank" and "\n" in between else int(slot.on in between)


def _before(mine: _Skeleton, slot: Slot) -> int:
    """Return the place in the skeleton of the last kept character that a slot follows."""
    ends = slot.start + 1 if slot.kind == "dots" else slot.start
    return bisect_left(mine.at, ends) - 1


def _stretches(mine: str, theirs: str) -> Iterator[tuple[int, int, int]]:
    """Yield stretches that stand in both: place in one, place in the other, length.

    They begin with a run of 12 characters that the original has once.
    """
    once: dict[str, int] = {}
    for at in range(len(mine) - _GRAM + 1):
        gram = mine[at : at + _GRAM]
        once[gram] = -1 if gram in once else at
    there = 0
    while there <= len(theirs) - _GRAM:
        at = once.get(theirs[there : there + _GRAM], -1)
        if at < 0:
            there += 1
            continue
        length = _GRAM
        limit = min(len(mine) - at, len(theirs) - there)
        while length < limit and mine[at + length] == theirs[there + length]:
            length += 1
        yield at, there, length
        there += length
