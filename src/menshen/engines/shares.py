"""Which database a trigger's words are scanned in, and the byte that each character has there.

Hyperscan reads one byte for each character (docs/decisions/0002). The triggers of all detectors
together know many more characters than bytes are left beside ASCII, so their words are dealt out
to several databases, each with an alphabet of its own: words of like characters go together, and
no two characters share a byte. Words that plain ASCII may hold have a share of their own, the
only one that a text of nothing but ASCII is scanned for, and of them only what it may hold.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from menshen.late import late

__all__ = ["OTHER", "Share", "alternatives", "deal", "foreign", "plain"]

OTHER = 255
"""The byte of every character that no word of a share knows."""
_FIRST = 128
_ROOM = OTHER - _FIRST
_QUANTIFIER = late(r"[?*+]|\{[0-9]+(?:,[0-9]*)?\}")


class Share(NamedTuple):
    """Words for one database: each with the index of its trigger, and the alphabet they need."""

    words: tuple[tuple[int, str], ...]
    alphabet: dict[str, int]

    def expressions(self) -> list[bytes]:
        """Return the words as expressions over the alphabet's bytes."""
        return [
            b"".join(
                c.encode("ascii") if c.isascii() else b"\\x%02x" % self.alphabet[c] for c in word
            )
            for _, word in self.words
        ]


def deal(triggers: Sequence[str], labels: Container[int] = ()) -> tuple[Share, ...]:
    """Deal the words of triggers out to shares; those that ASCII may hold come first.

    `labels` are the indices of triggers that are plain words or nearly so, which cost a database
    next to nothing. Shapes go by their making (`_making`): those that are made alike are compiled in
    less time together and scanned for in less time too.

    Raises `ValueError` for a single word of more foreign characters than there are bytes.

    >>> [share.words for share in deal(["(?:姓名|xm)", "[0-9]岁"])]
    [((0, 'xm'),), ((0, '姓名'), (1, '[0-9]岁'))]
    """
    words = [(i, word) for i, trigger in enumerate(triggers) for word in alternatives(trigger)]
    rest = [w for w in words if foreign(w[1])]
    plain = [w for w in words if not foreign(w[1])]
    shapes = [w for w in plain if w[0] not in labels]
    return (
        *_dealt([w for w in plain if w[0] in labels]),
        *(
            share
            for making in range(3)
            for share in _dealt([w for w in shapes if _making(w[1]) == making])
        ),
        *_dealt(rest),
    )


def _making(shape: str) -> int:
    r"""Return which of three kinds a shape is: with a boundary before it, with odd gaps, or neither.

    What begins at a boundary is seldom under way, so more of it goes into one automaton.

    >>> [_making(shape) for shape in ("1[ \u200b]?[0-9]", "[^a-z]v[0-9]", "[0-9]x")]
    [0, 1, 2]
    """
    if shape.startswith("[^"):
        return 1
    return 2 if shape.isascii() else 0


def _dealt(words: Sequence[tuple[int, str]]) -> Iterator[Share]:
    """Put each word where it brings the fewest new characters; the richest words come first."""
    shares: list[tuple[set[str], list[tuple[int, str]]]] = []
    for number, word in sorted(words, key=lambda w: (-len(_letters(w[1])), w[0])):
        letters = _letters(word)
        if len(letters) > _ROOM:
            raise ValueError("a trigger has more characters than a byte can tell apart")
        fitting = [s for s in shares if len(s[0] | letters) <= _ROOM]
        if not fitting:
            fitting = [(set(), [])]
            shares += fitting
        known, held = min(fitting, key=lambda s: (len(letters - s[0]), len(s[1])))
        known |= letters
        held.append((number, word))
    for known, held in shares:
        alphabet = {c: _FIRST + i for i, c in enumerate(sorted(known))}
        yield Share(tuple(sorted(held)), alphabet)


def _letters(word: str) -> set[str]:
    return {c for c in word if not c.isascii()}


def alternatives(trigger: str) -> list[str]:
    """Return what a trigger offers to choose from, itself alone where that is nothing.

    Where it begins with words of both scripts, those that ASCII may hold go apart from the rest:
    a database that knows both is the dearer for the words it never meets.

    >>> alternatives("(?:姓名|客?户名)"), alternatives("(?:a|b)c"), alternatives("(?:a|b|座机)c")
    (['姓名', '客?户名'], ['(?:a|b)c'], ['(?:a|b)c', '(?:座机)c'])
    """
    parts = _split(trigger)
    if len(parts) > 1 or not trigger.startswith("(?:"):
        return parts
    (group, times), *rest = _pieces(trigger)
    if times:
        return parts
    choices = _split(group[3:-1])
    if not rest:
        return choices
    tail = trigger[len(group) :]
    sides = [c for c in choices if not foreign(c)], [c for c in choices if foreign(c)]
    return [f"(?:{'|'.join(side)}){tail}" for side in sides if side] if all(sides) else parts


def foreign(expression: str) -> bool:
    """Say whether every match of an expression holds a character that is not ASCII.

    >>> foreign("[0-9] ?岁"), foreign("年?x"), foreign("(?:年|y)"), foreign("[年月]")
    (True, False, False, True)
    """
    return all(
        any(_needs(piece) and not _may_lack(times) for piece, times in _pieces(part))
        for part in _split(expression)
    )


def plain(expression: str) -> str | None:
    """Return the expression without what only other characters than ASCII match; None if all is.

    In a text of nothing but ASCII both match the same, and this one costs less.

    >>> plain("(?:号|id)[ \u200b]?x"), plain("年?x|月"), plain("[0-9]岁")
    ('(?:id)[ ]?x', 'x', None)
    """
    parts = [p for p in map(_plain_part, _split(expression)) if p is not None]
    return "|".join(parts) if parts else None


def _plain_part(part: str) -> str | None:
    kept: list[str] = []
    for piece, times in _pieces(part):
        left = _plain_piece(piece)
        if left is not None:
            kept.append(left + times)
        elif not _may_lack(times):
            return None
    return "".join(kept)


def _plain_piece(piece: str) -> str | None:
    if piece.isascii():
        return None if piece == "[^\\x00-\\x7f]" else piece
    if piece[0] == "(":
        inner = plain(piece[3:-1] if piece.startswith("(?:") else piece[1:-1])
        return None if inner is None else f"(?:{inner})"
    inside = "".join(filter(str.isascii, piece[1:-1])) if piece[0] == "[" else ""
    return "." if inside == "^" else f"[{inside}]" if inside else None


def _may_lack(quantifier: str) -> bool:
    return quantifier[:1] in {"?", "*"} or quantifier.startswith("{0")


def _needs(piece: str) -> bool:
    if piece[0] == "(":
        return foreign(piece[3:-1] if piece.startswith("(?:") else piece[1:-1])
    if piece[0] == "[":
        return piece == "[^\\x00-\\x7f]" or not (piece[1] == "^" or _holds_ascii(piece[1:-1]))
    return not piece[0].isascii()


def _holds_ascii(inside: str) -> bool:
    return any(c.isascii() for c in inside)


def _split(expression: str) -> list[str]:
    """Return the parts between the bars that stand in no group or class."""
    parts: list[str] = []
    start = at = 0
    while at < len(expression):
        if expression[at] == "|":
            parts.append(expression[start:at])
            start = at = at + 1
        else:
            at = _piece_end(expression, at)
    return [*parts, expression[start:]]


def _pieces(expression: str) -> Iterator[tuple[str, str]]:
    """Yield the characters, classes and groups of an expression, each with its quantifier."""
    at = 0
    while at < len(expression):
        end = _piece_end(expression, at)
        quantifier = _QUANTIFIER.match(expression, end)
        after = quantifier.end() if quantifier else end
        yield expression[at:end], expression[end:after]
        at = after


def _piece_end(expression: str, at: int) -> int:
    if expression[at] == "\\":
        return at + (4 if expression[at + 1] == "x" else 2)
    if expression[at] == "[":
        return _class_end(expression, at)
    if expression[at] == "(":
        return _group_end(expression, at)
    return at + 1


def _class_end(expression: str, at: int) -> int:
    at += 2 if expression[at + 1] == "^" else 1
    at += 1  # a bracket in the first place is a character of the class
    while expression[at] != "]":
        at += 2 if expression[at] == "\\" else 1
    return at + 1


def _group_end(expression: str, at: int) -> int:
    at += 3 if expression.startswith("(?:", at) else 1
    while expression[at] != ")":
        at = _piece_end(expression, at)
    return at + 1
