"""What a part says twice: text boxes are written for newer programs and once more for older ones.

Where both ways say the same (`mc:AlternateContent`), the second is a twin of the first: it is not
read, and changed with it.
"""

from __future__ import annotations

from typing import NamedTuple

from menshen.formats.parts.tokens import tokens

__all__ = ["Twins", "twins"]


class Twins(NamedTuple):
    """By where a text begins, the places that say the same; and the stretches they lie in."""

    places: dict[int, list[tuple[int, int]]]
    skipped: list[tuple[int, int]]


class _Alternate:
    """An open `AlternateContent`: the texts of its choice and of its fallback."""

    def __init__(self) -> None:
        self.texts: dict[bytes, list[tuple[int, int]]] = {b"Choice": [], b"Fallback": []}
        self.now = b""
        self.fallback = (0, 0)


def twins(part: bytes) -> Twins:
    """Return the twins of a part."""
    found = Twins({}, [])
    open_: list[_Alternate] = []
    for token in tokens(part):
        name = token.name.rpartition(b":")[2]
        if token.kind == "text":
            if open_ and open_[-1].now and part[token.start : token.end].strip():
                open_[-1].texts[open_[-1].now].append((token.start, token.end))
        elif token.kind == "start":
            if name == b"AlternateContent":
                open_.append(_Alternate())
            elif open_ and name in open_[-1].texts:
                open_[-1].now = name
                open_[-1].fallback = (token.end, token.end)
        elif token.kind == "end" and open_:
            _ended(found, open_, name, token.start, part)
    found.skipped.sort()
    return found


def _ended(found: Twins, open_: list[_Alternate], name: bytes, at: int, part: bytes) -> None:
    held = open_[-1]
    if name == b"Fallback":
        held.fallback = (held.fallback[0], at)
    if name in held.texts:
        held.now = b""
    elif name == b"AlternateContent":
        open_.pop()
        first, second = held.texts[b"Choice"], held.texts[b"Fallback"]
        if second and [part[a:b] for a, b in first] == [part[a:b] for a, b in second]:
            found.skipped.append(held.fallback)
            for (start, _), other in zip(first, second, strict=True):
                found.places.setdefault(start, []).append(other)
        elif open_ and open_[-1].now:
            open_[-1].texts[open_[-1].now] += first + second
