"""Passages: text read as one piece though it lies in several places, and the way back to them.

A `Slot` is a stretch of a part's bytes and the text it stands for. A passage is a row of slots with
fixed text between them, such as a label or a tab that is an element. What a transform asks of a
passage is handed on to its slots: the first one gets the replacement, the others lose what was
theirs. A slot that lies in two passages (a paragraph before and after a revision) gets both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from menshen.edits import carried_out
from menshen.model import Node, Place, Span

__all__ = ["Change", "Changes", "Passage", "Slot", "Splice", "merged", "spliced", "splices_of"]


class Splice(NamedTuple):
    """Bytes to put in the place of others."""

    start: int
    end: int
    data: bytes

    def __repr__(self) -> str:
        return f"Splice({self.start}, {self.end})"


Encode = Callable[[str], bytes]


class Slot(NamedTuple):
    """A stretch of a part that holds text.

    `encode` says how text is written there; without it the text cannot be changed alone and the
    part goes as a whole. `twins` are stretches that hold the same, `also` what else is to be done
    in the part when the slot is changed.
    """

    part: str
    start: int
    end: int
    text: str
    encode: Encode | None
    twins: tuple[tuple[int, int], ...] = ()
    also: tuple[Splice, ...] = ()

    def __repr__(self) -> str:
        return f"Slot({self.part!r}, {self.start}, {self.end})"


class Passage(NamedTuple):
    """A piece of text in order: slots, and fixed text, which is not in the document like this."""

    pieces: tuple[Slot | str, ...]
    place: Place = Node("", "/")
    labels: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Passage({self.place!r})"

    @property
    def text(self) -> str:
        """Return the text of the passage."""
        return "".join(p if isinstance(p, str) else p.text for p in self.pieces)

    def slots(self) -> Iterator[tuple[int, Slot]]:
        """Yield the slots, and where in the passage each begins."""
        at = 0
        for piece in self.pieces:
            if isinstance(piece, Slot):
                yield at, piece
            at += len(piece) if isinstance(piece, str) else len(piece.text)


class Change(NamedTuple):
    """A stretch of a slot's text, and what shall stand there."""

    span: Span
    replacement: str

    def __repr__(self) -> str:
        return f"Change({self.span!r})"


class Changes:
    """What is to be changed in the parts of a document."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[Slot, list[Change]]] = {}
        self.dropped: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._parts) or bool(self.dropped)

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts in which something changes, in the order in which they were asked."""
        return tuple(self._parts)

    def ask(self, aims: Iterable[tuple[Passage, int, int]], replacement: str) -> None:
        """Replace text that lies in one passage or more, given as stretches of each."""
        for passage, start, end in aims:
            for at, slot in passage.slots():
                low, high = max(start - at, 0), min(end - at, len(slot.text))
                if low < high:
                    self._ask(slot, Change(Span(low, high), replacement))
                    replacement = ""

    def _ask(self, slot: Slot, change: Change) -> None:
        if slot.encode is None:
            self.dropped.add(slot.part)
        else:
            self._parts.setdefault(slot.part, {}).setdefault(slot, []).append(change)

    def of(self, part: str) -> Mapping[Slot, list[Change]]:
        """Return what is to be changed in the slots of a part."""
        return self._parts.get(part, {})

    def splices(self, part: str) -> list[Splice]:
        """Return what is to be done in a part."""
        return splices_of(self.of(part))


def splices_of(held: Mapping[Slot, list[Change]]) -> list[Splice]:
    """Return what changes of slots do in their part."""
    found: list[Splice] = []
    for slot, changes in held.items():
        assert slot.encode is not None
        data = slot.encode(carried_out(slot.text, merged(changes)))
        places = ((slot.start, slot.end), *slot.twins)
        found += [Splice(start, end, data) for start, end in places]
        found += slot.also
    return found


def merged(changes: Sequence[Change]) -> list[tuple[Span, str]]:
    """Return changes of which none overlaps another; of those that do, the first replacement stays.

    >>> merged([Change(Span(0, 4), "*"), Change(Span(2, 6), "#"), Change(Span(8, 9), "+")])
    [(Span(start=0, end=6), '*'), (Span(start=8, end=9), '+')]
    """
    found: list[tuple[Span, str]] = []
    for change in sorted(changes, key=lambda c: c.span):
        if found and change.span.start < found[-1][0].end:
            span, replacement = found[-1]
            found[-1] = Span(span.start, max(span.end, change.span.end)), replacement
        else:
            found.append((change.span, change.replacement))
    return found


def spliced(part: bytes, splices: Iterable[Splice]) -> bytes:
    """Return a part with other bytes in some places; what is asked twice is done once.

    >>> spliced(b"abcdef", [Splice(1, 3, b"X"), Splice(5, 5, b"+"), Splice(1, 3, b"X")])
    b'aXde+f'
    """
    held: list[bytes] = []
    at = 0
    for splice in sorted(set(splices)):
        if splice.start < at:
            continue
        held += [part[at : splice.start], splice.data]
        at = splice.end
    return b"".join([*held, part[at:]])
