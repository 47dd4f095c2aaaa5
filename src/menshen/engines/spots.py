"""Patterns that are looked for where one of their words stands, found by one list of words.

The matcher of `engines.match` gives each character of its triggers a byte; hundreds of words of
everyday language would share them and fire everywhere. The words of such patterns
(`Pattern.words`) are found here by `Lexicon`, in one pass for all detectors together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from menshen.engines.lexicon import Lexicon
from menshen.late import compiled, late
from menshen.model import Block, Candidate, Pattern, Span
from menshen.text import View

__all__ = ["Spots", "parted"]

_SPECIAL = late(r"(?<=[^\\])(?:[^\\][?]|[\[({*+]).*", re.DOTALL)
_BAR = late(r"(?<!\\)\|")
_SIGHT = 40
"""How far a regex may look ahead of its window."""
_Words = Mapping[str, tuple[int, ...]]


class _Spot(NamedTuple):
    """A pattern to try where a word stands, and the length of the word as its group knows it."""

    pattern: int
    length: int


class Spots:
    """Patterns whose trigger is a plain alternation of words of two characters or more.

    Patterns come in groups, one for each detector. A pattern's matches start at most `before`
    characters before a word's start and end at most `after` behind the end of the longest word
    that its group has there. What follows a `?` or a bracket in a word is left to the regex.
    """

    def __init__(self, groups: Sequence[Sequence[Pattern]]) -> None:
        self._patterns = tuple(p for group in groups for p in group)
        self._groups = tuple(i for i, group in enumerate(groups) for _ in group)
        self._lists = list(self._by_group(groups))
        self._lexicon = Lexicon({word: word for known in self._lists for word in known})
        self._tries: dict[str, tuple[_Spot, ...]] = {}

    def _by_group(self, groups: Sequence[Sequence[Pattern]]) -> Iterator[_Words]:
        """Yield the words of each group, each with the numbers of its patterns."""
        number = 0
        for group in groups:
            known: dict[str, tuple[int, ...]] = {}
            for pattern in group:
                for word in {_plain(w) for w in _BAR.split(pattern.trigger)}:
                    known[word] = (*known.get(word, ()), number)
                number += 1
            yield known

    def candidates(
        self, view: View, block: Block, groups: Collection[int] | None = None
    ) -> Iterator[tuple[int, Candidate]]:
        """Yield the candidates of a view with their group, each stretch once for each pattern.

        `groups` limits them to some groups. The end of the text counts as the end of a line.
        """
        text, done = view.text, [-1] * len(self._patterns)
        for found in self._lexicon.find(text + "\n"):
            for index, length in self._spots(found.value):
                group = self._groups[index]
                if groups is not None and group not in groups:
                    continue
                pattern = self._patterns[index]
                first = max(found.start - pattern.before, done[index], 0)
                last = min(found.start + length, len(text))
                for match in _tried(pattern, text, first, last):
                    start, end = match.span("v" if "v" in match.re.groupindex else 0)
                    done[index] = match.end()
                    span = Span(*view.original(start, end))
                    yield group, Candidate(pattern, view, start, end, span, match, block)

    def _spots(self, word: str) -> tuple[_Spot, ...]:
        """Return the patterns to try where a word stands: those of all words it begins with."""
        known = self._tries.get(word)
        if known is None:
            known = self._tries[word] = tuple(self._begun_by(word))
        return known

    def _begun_by(self, word: str) -> Iterator[_Spot]:
        beginnings = [word[:size] for size in range(2, len(word) + 1)]
        for known in self._lists:
            held = [w for w in beginnings if w in known]
            for pattern in sorted({i for w in held for i in known[w]}):
                yield _Spot(pattern, len(held[-1]))


def _plain(word: str) -> str:
    """Return the plain beginning of a trigger's word; a special sign is plain behind a slash."""
    return _SPECIAL.sub("", word).replace("\\", "")


def _tried(pattern: Pattern, text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    """Yield the matches that begin from `first` on and end at most `after` behind `last`.

    What is led begins with the word, so it is tried within the word only, not all the way that its
    value may reach.
    """
    high = min(last + pattern.after, len(text))
    regex = compiled(pattern.regex)
    if not pattern.led:
        for match in regex.finditer(text, first, high + _SIGHT):
            if match.end() > high:
                return
            yield match
        return
    for at in range(first, last):
        found = regex.match(text, at, high + _SIGHT)
        if found is not None and found.end() <= high:
            yield found
            return


def parted(shapes: Iterable[Pattern]) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """Return the patterns for the shared matcher, and those for `Spots`.

    Of a led pattern of everyday words the Chinese ones are looked for by the list, and its keys in
    Latin letters are left to the matcher.
    """
    matched: list[Pattern] = []
    words: list[Pattern] = []
    for shape in shapes:
        if not shape.words:
            matched.append(shape)
        elif not shape.led:
            words.append(shape)
        else:
            parts = shape.trigger.removeprefix("(?:").removesuffix(")").split("|")
            keys = "|".join(w for w in parts if w.isascii())
            matched += [replace(shape, trigger=f"(?:{keys})")] if keys else []
            plain = "|".join(w for w in parts if not w.isascii() and not _SPECIAL.search(w))
            words.append(replace(shape, trigger=plain, before=0))
    return tuple(matched), tuple(words)
