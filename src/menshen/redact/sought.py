"""Values that must not be left, and where they stand in a text: as written, folded, broken up.

What is searched are values that identify by themselves: names, numbers, addresses, secrets. A fact
(a diagnosis, an age, a trade) says nothing where it stands alone, and is found only where it is
somebody's; docs/decisions/0022-proof-and-vault.md says where the line runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from menshen.digests import Digests
from menshen.model import Finding, Span
from menshen.redact import windows
from menshen.redact.shelf import Shelf, revived
from menshen.redact.shelf import plain as plain_of
from menshen.text import compact, decode, decode_base64, fold_width

__all__ = ["Hit", "Sought", "folded", "forms"]

_NAMES = frozenset(("person_name", "former_name", "spouse_info", "children_info"))
_PLACES = frozenset(("home_address", "hukou_location", "house_unit"))
_DIGITS = re.compile("[0-9]")
_GUARDED = 9
"""A shorter form must not touch letters or digits, or it is part of something else."""
_LEAST = 5
_SURE = 0.7
_SHORTEST = 2
_MOST = 1 << 16
"""So many forms are held in memory."""
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
    """The values of findings, indexed so that many are searched at the cost of few.

    Every window of a text has a digest, computed for all of a length at once. Those that a filter
    lets through are compared with the values. Beyond `most` the values are put away on disk.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: dict[str, Finding] = {}
        self._fresh: list[str] = []
        self._starts: dict[int, Any] = {}
        self._long: set[int] = set()
        self._filter: set[int] = set()
        self._far = Digests(1 << 17)
        self._shelf = Shelf()

    def __len__(self) -> int:
        return len(self._known) + len(self._far)

    def __contains__(self, form: str) -> bool:
        return self._finding(form) is not None

    def add(self, finding: Finding, wanted: Iterable[str]) -> None:
        """Seek a finding's value in these forms."""
        for form in wanted:
            if form in self._known or len(form) < _SHORTEST:
                continue
            self._known[form] = finding._replace(evidence=())
            self._fresh.append(form)
            if len(form) >= _GUARDED and form.isascii():
                self._long.add(len(form))
        if len(self._known) > self._most:
            self._put_away()

    def hits(self, text: str, *, deep: bool = False, but: Sequence[Span] = ()) -> list[Hit]:
        """Return where values stand, in order, none overlapping another; of two the longer one.

        What lies within the spans of `but` is passed over. With `deep` values are sought in what is
        encoded as well; those hits have no position.
        """
        if not len(self):
            return []
        self._index()
        plain = folded(text)
        whole = windows.of(plain)
        found = list(self._in(plain, whole, but))
        if self._long:
            found += self._broken(plain, whole, but)
        found.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept + (list(self._hidden(text)) if deep else [])

    def _in(self, plain: str, whole: windows.Windows, but: Sequence[Span] = ()) -> Iterator[Hit]:
        """Yield where values stand as they are."""
        free = whole.outside(but)
        for size, starts in self._starts.items():
            for at in self._likely(
                whole, size, whole.begun(size, starts, free, guarded=size < _GUARDED)
            ):
                form = plain[at : at + size]
                finding = self._finding(form)
                if finding is not None:
                    yield Hit(at, at + size, finding, form)

    def _likely(self, whole: windows.Windows, size: int, places: Any) -> Iterator[int]:
        """Yield the places whose windows have the digest of a value."""
        digests = whole.digests(places, size).tolist()
        far = self._far.among(digests) if len(self._far) else {}
        near = self._filter
        for at, digest in zip(places.tolist(), digests, strict=True):
            if digest in near or digest in far:
                yield at

    def _broken(self, plain: str, whole: windows.Windows, but: Sequence[Span]) -> Iterator[Hit]:
        """Yield the long numbers that blanks, hyphens or line ends break up."""
        pieces = whole.joined(but)
        if pieces is None:
            return
        text = "".join(plain[a:b] for a, b in pieces.runs)
        for size in self._long:
            begun = pieces.begun(size, self._starts[size], pieces.across(size), guarded=False)
            for at in self._likely(pieces, size, begun):
                form = text[at : at + size]
                finding = self._finding(form) if form.isascii() else None
                if finding is not None:
                    start, end = pieces.original(at), pieces.original(at + size - 1) + 1
                    yield Hit(start, end, finding, form)

    def _hidden(self, text: str) -> Iterator[Hit]:
        views = []
        if _ESCAPED.search(text):
            views.append(decode(text, 0, len(text)))
        views += [decode_base64(text, *match.span()) for match in _TOKEN.finditer(text)]
        for view in views:
            if view is not None:
                plain = folded(view.text)
                for hit in self._in(plain, windows.of(plain)):
                    start, end = view.original(hit.start, hit.end)
                    if hit.form not in folded(text[start:end]):
                        yield Hit(start, end, hit.finding, hit.form)

    def _finding(self, form: str) -> Finding | None:
        """Return the finding of a form, from memory or from where it was put away."""
        found = self._known.get(form)
        if found is not None or not len(self._far):
            return found
        place = self._far.get(windows.digest(form))
        if place is None:
            return None
        held, item = self._shelf.at(place)
        return revived(item) if held == form else None

    def _index(self) -> None:
        """Take the values added last into the index."""
        if not self._fresh:
            return
        for size, (digests, pairs) in windows.indexed(self._fresh).items():
            self._filter.update(digests)
            if size not in self._starts:
                self._starts[size] = windows.no_pairs()
            self._starts[size][pairs] = True
        self._fresh.clear()

    def _put_away(self) -> None:
        """Put all values away on disk; what their windows begin with stays known."""
        self._index()
        for form, finding in self._known.items():
            place = self._shelf.append((form, plain_of(finding)))
            self._far.add(windows.digest(form), place)
        self._known.clear()
        self._filter.clear()
