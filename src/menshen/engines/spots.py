"""Patterns that are looked for where one of their words stands, found by a list of words.

The matcher of `engines.match` gives each character of its triggers a byte; hundreds of words of
everyday language would share them and fire everywhere. Their words are found here by `Lexicon`,
one pass for a detector, at a cost that does not grow with the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from menshen.engines.lexicon import Lexicon
from menshen.model import Block, Candidate, Judgement, Pattern, Span, compiled
from menshen.text import View

__all__ = ["Spots", "parted", "read"]

_SPECIAL = re.compile("(?<=.)(?:.[?]|[\\[({*+]).*", re.DOTALL)
_SIGHT = 40
"""How far a regex may look ahead of its window."""


class Spots:
    """Patterns whose trigger is a plain alternation of words of two characters or more.

    A pattern's matches start at most `before` characters before a word's start and end at most
    `after` behind it. What follows a `?` or a bracket in a word is left to the regex.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        words: dict[str, tuple[int, ...]] = {}
        for i, pattern in enumerate(patterns):
            for word in {_SPECIAL.sub("", w) for w in pattern.trigger.split("|")}:
                words[word] = (*words.get(word, ()), i)
        longer: dict[str, tuple[int, ...]] = {
            w: tuple(sorted({i for n in range(2, len(w) + 1) for i in words.get(w[:n], ())}))
            for w in words
        }
        self._lexicon = Lexicon(longer)

    def candidates(self, view: View, block: Block) -> Iterator[Candidate]:
        """Yield the candidates of a view, each stretch once for each pattern."""
        text, done = view.text, [-1] * len(self._patterns)
        for found in self._lexicon.find(text):
            for index in found.value:
                pattern = self._patterns[index]
                low = max(found.start - pattern.before, done[index], 0)
                high = min(found.end + pattern.after, len(text))
                for match in compiled(pattern.regex).finditer(text, low, high + _SIGHT):
                    if match.end() > high:
                        break
                    start, end = match.span("v" if "v" in match.re.groupindex else 0)
                    done[index] = match.end()
                    span = Span(*view.original(start, end))
                    yield Candidate(pattern, view, start, end, span, match, block)


def parted(
    shapes: Sequence[Pattern], spotted: Collection[str]
) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """Return the patterns for the shared matcher, and those for `Spots`.

    The patterns named in `spotted` are looked for by their words; of a label's trigger the Chinese
    words are, and its keys in Latin letters are left to the matcher.
    """
    matched: list[Pattern] = []
    words: list[Pattern] = []
    for shape in shapes:
        if shape.name in spotted:
            words.append(shape)
        elif not shape.led:
            matched.append(shape)
        else:
            parts = shape.trigger.removeprefix("(?:").removesuffix(")").split("|")
            keys = "|".join(w for w in parts if w.isascii())
            matched += [replace(shape, trigger=f"(?:{keys})")] if keys else []
            plain = "|".join(w for w in parts if not w.isascii() and not _SPECIAL.search(w))
            words.append(replace(shape, trigger=plain, before=0))
    return tuple(matched), tuple(words)


def read(
    judge: Callable[[Candidate], Judgement | None], candidates: Iterator[Candidate]
) -> Iterator[Judgement]:
    """Yield the judgements of candidates, with their positions in the view."""
    for candidate in candidates:
        judgement = judge(candidate)
        if judgement is not None and judgement.start < 0:
            judgement = judgement._replace(start=candidate.start, end=candidate.end)
        if judgement is not None:
            yield judgement
