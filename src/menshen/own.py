"""Searches for what a user added to a policy: lists of words, and patterns (`menshen.policy.Own`).

They are searched in the text folded in width, so full-width digits and letters are found by plain
ones; spoken digits, escapes and numbers set apart by blanks are the built-in detectors' own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from menshen.engines.lexicon import Lexicon
from menshen.evidence import Cue
from menshen.model import Block, Candidate, Evidence, Judgement, Pattern, Span
from menshen.policy import Own
from menshen.text import View, compact

__all__ = ["Searched"]

_LATIN = re.compile("[0-9A-Za-z]")
_ALL = re.compile(".+", re.DOTALL)
_LABEL = 4.0
_NEAR = 2.0


class Searched:
    """Searches a view for all that a user added.

    >>> from menshen.text import written
    >>> card = Own("card", "certificate_no", pattern="LC[0-9]{4}", labels=("借书证",), score=0.2)
    >>> view = written("借书证：ＬＣ００１７")
    >>> [(name, tuple(span)) for name, _, span in Searched((card,)).found(view, Block("a", 0, view.text))]
    [('card', (4, 10))]
    """

    def __init__(self, wanted: Iterable[Own]) -> None:
        self._wanted = [(own, _searcher(own), _cue(own), _base(own)) for own in wanted]

    def found(self, view: View, block: Block) -> Iterator[tuple[str, Judgement, Span]]:
        """Yield name, judgement and span of everything that matches; of one entry no two overlap."""
        for own, search, cue, base in self._wanted:
            shape = Pattern(own.name, "", "", 0, 0)
            for match in search(view.text):
                start, end = match.span("v" if "v" in match.re.groupindex else 0)
                if start == end:
                    continue
                span = Span(*view.original(start, end))
                candidate = Candidate(shape, view, start, end, span, match, block)
                label = cue.near(candidate) if cue is not None else None
                evidence = (base,) if label is None else (base, label)
                yield own.name, Judgement(own.type, compact(candidate.seen), evidence), span


def _searcher(own: Own) -> Callable[[str], Iterator[re.Match[str]]]:
    return (
        re.compile(own.pattern).finditer if own.pattern else partial(_listed, _lexicon(own.words))
    )


@cache
def _lexicon(words: frozenset[str]) -> Lexicon[None]:
    return Lexicon(dict.fromkeys(words))


def _listed(words: Lexicon[None], text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a list that are no part of a longer word in Latin letters or digits."""
    done = 0
    for start, end, _ in words.find(text):
        inside = _glued(text, start) or _glued(text, end)
        if start >= done and not inside and (match := _ALL.match(text, start, end)) is not None:
            yield match
            done = end


def _glued(text: str, at: int) -> bool:
    """Say whether a Latin letter or digit stands on both sides of a position."""
    return 0 < at < len(text) and bool(_LATIN.match(text, at - 1) and _LATIN.match(text, at))


def _cue(own: Own) -> Cue | None:
    if not own.labels:
        return None
    words = tuple(w for w in own.labels if not w.isascii())
    keys = tuple(w.lower() for w in own.labels if w.isascii())
    return Cue(own.name, words=words, keys=keys, label=_LABEL, context=_NEAR)


def _base(own: Own) -> Evidence:
    what = "pattern" if own.pattern else "list of words"
    odds = math.log(own.score / (1 - own.score)) if 0 < own.score < 1 else 12.0
    return Evidence("own", round(odds, 4), f"the user's own {what}: {own.name}")
