"""Values that must not be left, and where they stand in a text: as written, folded, broken up.

What is searched are values that identify by themselves: names, numbers, addresses, secrets. A fact
(a diagnosis, an age, a trade) says nothing where it stands alone, and is found only where it is
somebody's; docs/decisions/0022-proof-and-vault.md says where the line runs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from menshen.model import Finding
from menshen.text import compact, decode, decode_base64, fold_width

__all__ = ["Hit", "Sought", "folded", "forms"]

_NAMES = frozenset(("person_name", "former_name", "spouse_info", "children_info"))
_PLACES = frozenset(("home_address", "hukou_location", "house_unit"))
_DIGITS = re.compile("[0-9]")
_GUARDED = 9
"""A shorter form must not touch letters or digits, or it is part of something else."""
_LEAST = 5
_SURE = 0.7
_SIZES = (8, 4, 2)
_GAP = re.compile("[\\s\\-\u00ad\u200b-\u200d\u2060\ufeff]+")
_TOKEN = re.compile("[A-Za-z0-9+/_-]{20,4096}={0,2}")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|&#[0-9xX]")


class Hit(NamedTuple):
    """Where a sought value stands in a text, and a finding of that value."""

    start: int
    end: int
    finding: Finding
    form: str

    def __repr__(self) -> str:
        return f"Hit({self.start}:{self.end})"


def folded(text: str) -> str:
    """Return a text in which the width and the case of letters do not differ; no position moves."""
    wide = fold_width(text)
    lower = wide.lower()
    return lower if len(lower) == len(text) else wide


def forms(finding: Finding, plain: str) -> set[str]:
    """Return the forms, folded, in which a value is sought; none for a value that is no trace.

    `plain` is the value with its escapes undone.
    """
    kind = finding.type
    written = {
        plain,
        compact(fold_width(plain)),
        finding.normal,
        finding.normal.removeprefix("+86"),
    }
    found = {folded(form) for form in written if "\n" not in form}
    if kind.id in _NAMES:
        return {form for form in found if _is_name(form, finding.score)}
    if kind.identifier not in {"direct", "secret"}:
        return {
            f for f in found if kind.identifier == "quasi" and len(_DIGITS.findall(f)) >= _LEAST
        }
    least = _LEAST + (kind.id in _PLACES)
    return {form for form in found if len(form) >= least}


def _is_name(form: str, score: float) -> bool:
    if form.isascii():
        return len(form) >= _LEAST
    return len(form) > 2 or (len(form) == 2 and score >= _SURE)


class Sought:
    """The values of findings, indexed so that many are searched at the cost of few."""

    def __init__(self) -> None:
        self._known: dict[str, Finding] = {}
        self._index: dict[int, dict[str, list[str]]] = {size: defaultdict(list) for size in _SIZES}
        self._compact = False

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, form: str) -> bool:
        return form in self._known

    def add(self, finding: Finding, wanted: Iterable[str]) -> None:
        """Seek a finding's value in these forms."""
        for form in wanted:
            if form in self._known or len(form) < _SIZES[-1]:
                continue
            self._known[form] = finding
            size = next(size for size in _SIZES if len(form) >= size)
            self._index[size][form[:size]].append(form)
            self._compact |= len(form) >= _GUARDED and form.isascii()

    def hits(self, text: str, *, deep: bool = False) -> list[Hit]:
        """Return where values stand, in order, none overlapping another; of two the longer one.

        With `deep` they are sought in what is encoded as well; those hits have no position.
        """
        if not self._known:
            return []
        plain = folded(text)
        found = list(self._in(plain))
        if self._compact:
            found += self._broken(plain)
        found.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept + (list(self._hidden(text)) if deep else [])

    def _in(self, plain: str) -> Iterator[Hit]:
        for size, index in self._index.items():
            if not index:
                continue
            grams = {plain[at : at + size] for at in range(len(plain) - size + 1)}
            for gram in index.keys() & grams:
                for form in index[gram]:
                    yield from self._of(form, plain)

    def _of(self, form: str, plain: str) -> Iterator[Hit]:
        at = plain.find(form)
        while at >= 0:
            end = at + len(form)
            if len(form) >= _GUARDED or _stands_free(plain, at, end):
                yield Hit(at, end, self._known[form], form)
            at = plain.find(form, at + 1)

    def _broken(self, plain: str) -> Iterator[Hit]:
        """Yield the long numbers that blanks, hyphens or line ends break up."""
        pieces: list[str] = []
        places: list[int] = []
        starts: list[int] = []
        size = at = 0
        for gap in _GAP.finditer(plain):
            pieces.append(plain[at : gap.start()])
            starts.append(size)
            places.append(at)
            size += gap.start() - at
            at = gap.end()
        if not pieces:
            return
        starts.append(size)
        places.append(at)
        whole = "".join([*pieces, plain[at:]])

        def original(position: int) -> int:
            index = bisect_right(starts, position) - 1
            return places[index] + position - starts[index]

        for hit in self._in(whole):
            if len(hit.form) >= _GUARDED and hit.form.isascii():
                start, end = original(hit.start), original(hit.end - 1) + 1
                if end - start > len(hit.form):
                    yield Hit(start, end, hit.finding, hit.form)

    def _hidden(self, text: str) -> Iterator[Hit]:
        views = []
        if _ESCAPED.search(text):
            views.append(decode(text, 0, len(text)))
        views += [decode_base64(text, *match.span()) for match in _TOKEN.finditer(text)]
        for view in views:
            if view is not None:
                for hit in self._in(folded(view.text)):
                    start, end = view.original(hit.start, hit.end)
                    if hit.form not in folded(text[start:end]):
                        yield Hit(start, end, hit.finding, hit.form)


def _stands_free(plain: str, start: int, end: int) -> bool:
    """Say whether a short form of letters and digits touches no other ones."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return not ((_sign(before) and _sign(plain[start])) or (_sign(after) and _sign(plain[end - 1])))


def _sign(char: str) -> bool:
    return char.isascii() and char.isalnum()
