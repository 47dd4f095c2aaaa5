"""Where a finding ends: rules know the words that tell a fact, the sequence model how much belongs to it.

A rule finds the core of what is told (骨折 of 小腿骨折, 月供九千三 of 月供九千三还有二十七年). Where the model sees the
same fact, is sure of it and says that it is longer, its bounds are taken. On documents kept out of training
the rule's bounds were those marked in one of six such cases where the model was surer than 0.9, the
model's in seven of ten; from 0.7 to 0.8 both were as good, below neither. A finding is never made shorter, as what is left
out of it stays readable when it is redacted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from menshen.engines.tagger import Tagged, kinds
from menshen.model import Evidence, Span

__all__ = ["BEGUN", "EXACT", "LONGER", "Bounds"]

LONGER = Evidence("model", 0.0, "the sequence model sees more of it")
_SURE = 0.7
EXACT = frozenset({"person_name", "birth_date", "gender", "ethnicity", "age"})
"""Kinds of which rules know the bounds themselves, or whose normal form is not what is written."""
BEGUN = frozenset({"home_address", "house_unit", "income", "gov_subsidy"})
"""Kinds that begin where the rule says, which the model often lets begin with the verb before."""
_BETWEEN = frozenset("\n\t|")
"""What parts lines and cells: nothing goes on beyond."""


class Bounds:
    """The spans that the model is sure of, and what stands in their way.

    `taken` are the stretches of all likely findings of rules: a finding does not grow over another one.

    >>> told = "去年小腿骨折过"
    >>> bounds = Bounds(told, [Tagged(2, 6, "diagnosis", 0.97)], [(4, 6)])
    >>> bounds.around("diagnosis", Span(4, 6))
    Span(start=2, end=6)
    >>> bounds.around("body_mark", Span(4, 6)) is None
    True
    """

    def __init__(self, text: str, tags: Sequence[Tagged], taken: Iterable[tuple[int, int]]) -> None:
        self._text = text
        self._kinds = kinds()
        self._tags = [tag for tag in tags if tag.sure >= _SURE]
        self._starts = [tag.start for tag in self._tags]
        held = tuple(taken)
        self._first = sorted(start for start, _ in held)
        self._last = sorted(end for _, end in held)

    def around(self, type_: str, span: Span) -> Span | None:
        """Return the longer span of this type that the model sees around a finding, if there is one."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0:
            return None
        tag = self._tags[at]
        if type_ in EXACT:
            return None
        wider = Span(span.start if type_ in BEGUN else tag.start, tag.end)
        if tag.label != self._kinds.get(type_) or tag.end < span.end or wider == span:
            return None
        return wider if self._is_free(wider, span) else None

    def _is_free(self, wider: Span, span: Span) -> bool:
        """Say whether nothing else lies in what a finding would grow over."""
        added = self._text[wider.start : span.start], self._text[span.end : wider.end]
        if any(not _BETWEEN.isdisjoint(part) for part in added):
            return False
        # what lies before the finding ends there, what lies behind it starts there
        before = bisect_right(self._last, span.start) - bisect_right(self._last, wider.start)
        behind = bisect_left(self._first, wider.end) - bisect_left(self._first, span.end)
        return not before and not behind
