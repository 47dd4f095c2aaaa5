"""One pass over a text for the patterns of all detectors: candidates.

`Multi` puts all triggers into one Hyperscan database. `Plain` searches each pattern with `re`;
it serves where hyperscan is not installed. Both give the same matches (tests/engines/test_match.py):
for every position where a pattern's `regex` matches, that one match.

Patterns with the same trigger share one expression.

`Multi` scans one byte for each character, not UTF-8: ASCII letters are lower-cased (but for a
trigger that is `cased`), every other character that occurs in a trigger has a byte of its own in
the database that knows it (`engines.shares`), all the rest are byte 255. So ends are positions in
the text, nothing is decoded, and the engine reads a third of the bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import pairwise
from operator import lt
from typing import Any, NamedTuple, Protocol

import numpy as np

from menshen.engines.shares import OTHER, Share, deal, foreign, plain
from menshen.late import compiled
from menshen.model import Pattern
from menshen.text import NUMBER_SIGNS, RUN_DIGITS

__all__ = ["Hits", "Matcher", "Multi", "Plain", "Warming", "matcher"]

_LOWER = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}
_LABEL_REACH = 48
"""More characters than any label has."""
_TRIGGER_REACH = 256
"""More characters than any trigger matches."""
_WORTH = 30_000
"""Characters a matcher reads before it compiles a database."""
_SPECIAL = frozenset(("", *"[](){}?*+.\\^$|"))
_NUMBER_REACH = 64
"""More characters than a number that is sought in a run takes, gaps between its digits included."""
_RUN_REACH = 256
_GAP_SIGNS = NUMBER_SIGNS.lstrip("0123456789")
_NO_GAPS = dict.fromkeys(map(ord, _GAP_SIGNS))
_made = tuple.__new__
_SIGHT = 8
"""How far beyond its window a match may look ahead, so that the cut is never taken for the end."""


class Hits(NamedTuple):
    """The matches of the pattern with this index in the matcher's tuple; there is at least one."""

    pattern: int
    matches: list[re.Match[str]]


class Plain:
    """Searches each pattern over the whole text with `re`, then asks for its trigger near by."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)

    def hits(self, text: str) -> list[Hits]:
        """Return every match of every pattern in folded text, pattern by pattern."""
        found: list[Hits] = []
        lowered = _lowered(text)
        shown = {*lowered, *map("".join, pairwise(lowered))}
        stood: dict[tuple[str, bool], bool] = {}
        for index, pattern in enumerate(self.patterns):
            openings = _openings(pattern.trigger) if pattern.led else ()
            if openings and shown.isdisjoint(openings):
                continue  # so its regex need not be compiled, which is what a short text waits for
            key = pattern.trigger, pattern.cased
            if not pattern.led and key not in stood:
                seen = f"\n{text if pattern.cased else lowered}\n"
                stood[key] = compiled(pattern.trigger).search(seen) is not None
            if not stood.get(key, True):
                continue
            matches = [m for m in _search(pattern, text) if _triggered(pattern, text, m)]
            if matches:
                found.append(Hits(index, matches))
        return found


@cache
def _openings(trigger: str) -> frozenset[str]:
    """Return what the words of a label's trigger begin with: two characters, or one.

    A text without any of it has no match. Empty where a word begins otherwise than with plain
    characters: then nothing can be said.
    """
    words = trigger.removeprefix("(?:").removesuffix(")").split("|")
    openings = frozenset(map(_opening, words))
    return frozenset() if "" in openings else openings


def _opening(word: str) -> str:
    if word[:1] in _SPECIAL or word[1:2] in {"?", "*", "{"}:
        return ""
    if word[1:4] == "[ ]":
        return word[0] + " "
    if word[1:2] in _SPECIAL or word[2:3] in {"?", "*", "{"}:
        return word[0]
    return word[:2]


def _triggered(pattern: Pattern, text: str, match: re.Match[str]) -> bool:
    """Say whether the trigger ends where the match lies in its window, or holds its start.

    Positions are those of the text with a line break before and one after it, as `Multi` scans it.
    Most often the trigger is a part of the match, so that is where it is looked for first.
    """
    if pattern.led:
        return _holds(pattern, text, match.start())
    low, high = match.end() - pattern.after + 1, match.start() + pattern.before + 1
    high = min(high, len(text) + 2)
    nearby = max(0, low - _TRIGGER_REACH)
    return _ends_between(pattern, text, match.start(), match.end() + 2, low, high) or (
        _ends_between(pattern, text, nearby, high, low, high)
    )


def _holds(pattern: Pattern, text: str, start: int) -> bool:
    """Say whether a trigger match holds the position `start`."""
    first, last = start - _LABEL_REACH, start + _LABEL_REACH
    near = ("\n" if first < 0 else "") + _lowered(text[max(first, 0) : last])
    near += "\n" if last > len(text) else ""
    place = start - first if first >= 0 else start + 1
    trigger = compiled(pattern.trigger)
    return any(
        (found := trigger.match(near, at)) is not None and found.end() > place
        for at in range(place, -1, -1)
    )


def _ends_between(pattern: Pattern, text: str, first: int, last: int, low: int, high: int) -> bool:
    """Say whether a trigger match in `first:last` ends from `low` to `high`."""
    last = min(last, high)
    near = text[max(first, 1) - 1 : last - 1]
    near = near if pattern.cased else _lowered(near)
    near = ("\n" if first == 0 else "") + near + ("\n" if last == len(text) + 2 else "")
    search = compiled(pattern.trigger).search
    found = search(near)
    while found is not None and found.end() + first < low:
        found = search(near, found.start() + 1)
    return found is not None


def _lowered(text: str) -> str:
    """Return the text in lower case, of the same length (U+0130 alone would grow)."""
    return text.lower() if "\u0130" not in text else text.translate(_LOWER)


class Multi:
    """Searches all triggers with Hyperscan, then `re` near each hit."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        triggers = list(dict.fromkeys(p.trigger for p in self.patterns))
        self._waiting = [
            [i for i, p in enumerate(self.patterns) if p.trigger == trigger] for trigger in triggers
        ]
        led = {p.trigger for p in self.patterns if p.led}
        cased = {p.trigger for p in self.patterns if p.cased}
        flags = [(t in led, t in cased) for t in triggers]
        shares = deal(triggers, {i for i, t in enumerate(triggers) if t in led})
        self._alphabet = sorted(set().union(*(share.alphabet for share in shares)))
        self._numbers = _numbers(self._alphabet)
        self._shares = [_Scanned(share, self._alphabet, flags) for share in shares]

    def hits(self, text: str) -> list[Hits]:
        """Return every match of every pattern in folded text, pattern by pattern."""
        ends: defaultdict[int, list[int]] = defaultdict(list)
        starts: defaultdict[int, list[int]] = defaultdict(list)
        self._scan(text, ends, starts)
        runs: dict[int, list[_Stretch]] = {}
        found: list[Hits] = []
        for index, trigger in sorted((i, t) for t in ends for i in self._waiting[t]):
            pattern = self.patterns[index]
            if pattern.led:
                matches = _begin(pattern, text, starts[trigger], ends[trigger])
            elif pattern.run:
                if trigger not in runs:
                    runs[trigger] = _stretches(text, sorted(ends[trigger]))
                matches = _along(pattern, text, runs[trigger])
            else:
                matches = _way(pattern)(pattern, text, sorted(ends[trigger]))
            if matches:
                found.append(Hits(index, matches))
        return found

    def _scan(
        self,
        text: str,
        ends: defaultdict[int, list[int]],
        starts: defaultdict[int, list[int]],
    ) -> None:
        """Collect the ends of all trigger matches, and the starts of those of labels."""
        add = _Adding(ends)

        def note(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            add[index](end - 1)

        def note_both(index: int, start: int, end: int, _flags: int, _context: object) -> None:
            add[index](end - 1)
            starts[index].append(start - 1)

        if text.isascii():
            data = b"\n%b\n" % text.encode("ascii")
            lowered = data.lower()
            for share in self._shares:
                if not share.foreign:
                    seen = data if share.cased else lowered
                    share.ascii.scan(seen, match_event_handler=note_both if share.led else note)
            return
        codes = np.frombuffer(f"\n{text}\n".encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers = self._numbers.take(codes)
        for share in self._shares:
            seen = share.table.take(numbers).tobytes()
            share.database.scan(seen, match_event_handler=note_both if share.led else note)


class _Adding(dict[int, Callable[[int], None]]):
    """What adds to the list of each number; a hit costs one look-up less."""

    def __init__(self, lists: defaultdict[int, list[int]]) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, number: int) -> Callable[[int], None]:
        """Return the way to the list of a number, made when it is first asked."""
        add = self[number] = self._lists[number].append
        return add


class _Scanned:
    """A share's database, and its byte for each number of `_numbers`.

    One that holds a trigger which is cased is scanned with the letters as they are written, where
    all its others take either case.
    """

    def __init__(
        self, share: Share, alphabet: Sequence[str], flags: Sequence[tuple[bool, bool]]
    ) -> None:
        self.foreign = all(foreign(word) for _, word in share.words)
        self._share = share
        self._flags = flags
        self.led = any(flags[index][0] for index, _ in share.words)
        self.cased = any(flags[index][1] for index, _ in share.words)
        letters = bytes(range(128))
        signs = [share.alphabet.get(char, OTHER) for char in alphabet]
        known = letters if self.cased else letters.lower()
        self.table = np.frombuffer(bytes([*known, *signs, OTHER]), np.uint8)
        self.database = self._compiled(share)

    @cached_property
    def ascii(self) -> Any:
        """The database for texts of nothing but ASCII, compiled when the first one comes."""
        words = [(i, plain(word)) for i, word in self._share.words]
        kept = Share(tuple((i, word) for i, word in words if word is not None), {})
        return self.database if kept.words == self._share.words else self._compiled(kept)

    def _compiled(self, share: Share) -> Any:
        """Return a Hyperscan database of a share; the id of a hit is the index of its trigger.

        For labels it reports the leftmost start of a match too, which costs nothing for plain words.
        """
        import hyperscan

        def flag(index: int) -> int:
            led, cased = self._flags[index]
            start: int = hyperscan.HS_FLAG_SOM_LEFTMOST if led else 0
            case: int = hyperscan.HS_FLAG_CASELESS if self.cased and not cased else 0
            return hyperscan.HS_FLAG_DOTALL | start | case

        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=share.expressions(),
            ids=[index for index, _ in share.words],
            elements=len(share.words),
            flags=[flag(index) for index, _ in share.words],
        )
        return database


def _numbers(alphabet: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return a number for every code point: ASCII its own, then the alphabet, then one for all."""
    table = np.full(0x110000, 128 + len(alphabet), np.intp)
    table[:128] = np.arange(128)
    for number, char in enumerate(alphabet, 128):
        table[ord(char)] = number
    return table


_Matches = list[re.Match[str]]


def _begin(pattern: Pattern, text: str, starts: list[int], ends: list[int]) -> _Matches:
    """Return the matches that start inside a trigger match."""
    match_at = compiled(pattern.regex).match
    found: _Matches = []
    done = 0
    for start, end in sorted(zip(starts, ends, strict=True)):
        for at in range(max(start, done), end):
            match = match_at(text, at)
            if match is not None:
                found.append(match)
        done = max(done, end)
    return found


_Stretch = tuple[int, int, int]
"""Where a number may begin, and how many digits it has at least and at most from there."""


def _stretches(text: str, ends: list[int]) -> list[_Stretch]:
    """Return where numbers may begin in the runs of digits behind whose groups `RUN` ends.

    From the last end the way back goes to where its run begins, which mostly has all other ends of
    that run in it.
    """
    found: list[_Stretch] = []
    seen = len(text) + 2
    cut = False
    for end in reversed(ends):
        if end > seen:
            continue
        first, last = end - _RUN_REACH if end > _RUN_REACH else 0, end - 1
        shown = text[first:last].rstrip(NUMBER_SIGNS)
        seen = first + len(shown)
        run = text[seen:last].lstrip(_GAP_SIGNS)
        size = len(run)
        if run.isdigit():
            found.append((last - size, size, size))
        else:
            found += _in_groups(run, last)
        if not shown:
            cut, seen = True, first + _NUMBER_REACH
    found.sort()
    return _merged(found) if cut else found


def _in_groups(run: str, end: int) -> list[_Stretch]:
    """Return where numbers may begin in a run of groups that ends there."""
    found: list[_Stretch] = []
    left = len(run.translate(_NO_GAPS))
    while left >= RUN_DIGITS:
        found.append((end - len(run), RUN_DIGITS, left))
        rest = run.lstrip("0123456789")
        left -= len(run) - len(rest)
        run = rest.lstrip(_GAP_SIGNS)
    return found


def _merged(found: list[_Stretch]) -> list[_Stretch]:
    """Return one stretch for each start: parts of a run that was cut are met twice."""
    held: dict[int, _Stretch] = {}
    for start, least, most in found:
        _, low, high = held.get(start, (start, least, most))
        held[start] = (start, min(least, low), max(most, high))
    return list(held.values())


def _along(pattern: Pattern, text: str, stretches: list[_Stretch]) -> _Matches:
    """Return the matches where so many digits begin as the pattern has."""
    match_at = compiled(pattern.regex).match
    least, most = pattern.run or (0, 0)
    return [
        match
        for at, low, high in stretches
        if low <= most and high >= least and (match := match_at(text, at)) is not None
    ]


def _way(pattern: Pattern) -> Callable[[Pattern, str, list[int]], _Matches]:
    """Return how a pattern is looked for near the ends of its trigger, which come in order."""
    if pattern.fixed:
        return _at
    if pattern.lone and pattern.signs:
        return _lone
    return _backwards if pattern.signs else _surround


def _at(pattern: Pattern, text: str, ends: list[int]) -> _Matches:
    """Return the matches that begin the fixed length before the trigger's ends."""
    match_at, before = compiled(pattern.regex).match, pattern.before
    matches = [match_at(text, end - before) for end in ends if end >= before]
    return [match for match in matches if match is not None]


def _lone(pattern: Pattern, text: str, ends: list[int]) -> _Matches:
    """Return the match near each end of the trigger, as `_backwards` does; there is one at most.

    No other has to be looked for behind it, nor one that begins before the last.
    """
    search = compiled(pattern.regex).search
    before, after, signs = pattern.before, pattern.after, pattern.signs
    found: _Matches = []
    done = 0
    for end in ends:
        low = end - before
        if low < done:
            low = done
        low += len(text[low : end - 1].rstrip(signs))
        high = end + after
        match = search(text, low, high + _SIGHT)
        while match is not None:
            start, stop = match.span()
            if stop <= high:
                found.append(match)
                done = start + 1
                break
            match = search(text, start + 1, high + _SIGHT) if start < high else None
    return found


def _backwards(pattern: Pattern, text: str, ends: list[int]) -> _Matches:
    """Return the matches near the trigger's ends, of a pattern that knows its `signs`.

    From each end the way back goes as far as there are such signs; most often the match begins
    there.
    """
    search = compiled(pattern.regex).search
    before, after, signs = pattern.before, pattern.after, pattern.signs
    found: _Matches = []
    for end in ends:
        low = end - before if end > before else 0
        low += len(text[low : end - 1].rstrip(signs))
        high = end + after
        match = search(text, low, high + _SIGHT)
        while match is not None and (start := match.start()) <= high:
            if match.end() <= high:
                found.append(match)
            match = search(text, start + 1, high + _SIGHT)
    return _once(found)


def _once(found: _Matches) -> _Matches:
    """Return one match for each start, in order."""
    starts = [match.start() for match in found]
    if all(map(lt, starts, starts[1:])):
        return found
    by_start = dict(zip(reversed(starts), reversed(found), strict=True))
    return [by_start[start] for start in sorted(by_start)]


def _surround(pattern: Pattern, text: str, ends: list[int]) -> _Matches:
    """Return the matches in the windows around the trigger's ends.

    A match counts where one of the ends has it in its own window, not just in a merged one. This
    runs once for every trigger that is met, so its loops are kept in one function.
    """
    search = compiled(pattern.regex).search
    before, after, size, last = pattern.before, pattern.after, len(text), len(ends)
    found: _Matches = []
    for low, high in _windows(ends, before, after):
        seen = min(high + _SIGHT, size)
        match = search(text, max(low, 0), seen)
        while match is not None:
            start, end = match.span()
            if start > high:
                break
            first = bisect_left(ends, end - after)
            if first < last and ends[first] <= start + before:
                found.append(match)
            match = search(text, start + 1, seen)
    return found


class Warming:
    """Starts as `Plain`, which is ready at once, and turns into `Multi` when the work is worth it.

    Compiling all triggers takes more than a second, the time in which `Plain` reads `_WORTH`
    characters many times over. The matches are the same.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._searcher: Plain | Multi = Plain(patterns)
        self._left = _WORTH

    def hits(self, text: str) -> list[Hits]:
        """Return every match of every pattern in folded text, pattern by pattern."""
        if self._left >= 0:
            self._left -= len(text)
            if self._left < 0:
                self._searcher = Multi(self.patterns)
        return self._searcher.hits(text)


class Matcher(Protocol):
    """What finds the matches of many patterns in one text."""

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Return the patterns, which hits name by their index."""
        ...

    def hits(self, text: str) -> list[Hits]:
        """Return every match of every pattern in folded text, pattern by pattern."""
        ...


def matcher(patterns: Sequence[Pattern], *, engine: str | None = None) -> Matcher:
    """Return the best matcher there is; `engine` ("multi", "plain") forces one.

    >>> word = Pattern("word", trigger="[0-9]x", regex="[0-9]{1,9}x", before=9, after=0)
    >>> [match.group() for match in matcher([word]).hits("a12x")[0].matches]
    ['12x', '2x']
    """
    if engine == "plain" or (engine is None and find_spec("hyperscan") is None):
        return Plain(patterns)
    return Multi(patterns) if engine == "multi" else Warming(patterns)


def _search(pattern: Pattern, text: str) -> Iterator[re.Match[str]]:
    """Yield the match at every position of the text where the pattern's `regex` matches."""
    search = compiled(pattern.regex).search
    match = search(text)
    while match is not None:
        yield match
        match = search(text, match.start() + 1)


def _windows(ends: list[int], before: int, after: int) -> list[tuple[int, int]]:
    """Return the windows around the ends of one pattern's trigger, those that touch merged."""
    windows: list[tuple[int, int]] = []
    low, high = ends[0] - before, ends[0] + after
    for end in ends:
        if end - before > high:
            windows.append((low, high))
            low = end - before
        high = end + after
    windows.append((low, high))
    return windows
