"""What was put in place of values: whether a finding in the output is one of them, or part of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from menshen.digests import Digests, digest
from menshen.model import Finding
from menshen.redact import islands
from menshen.redact.shelf import Shelf
from menshen.redact.sought import Sought, folded
from menshen.text import compact, fold_width

__all__ = ["Standins"]

_MOST = 1 << 16
"""So many different stand-ins are held in memory at a time."""
_SHORT = 5


class Standins:
    """The stand-ins of a document and of what lies inside it, with how often each was written."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._fresh: Counter[str] = Counter()
        self._counts = Digests()
        self._shelf = Shelf()

    def add(self, standin: str) -> None:
        """Note a stand-in that was written."""
        text = _plain(standin)
        if text:
            self._fresh[text] += 1
            if len(self._fresh) > self._most:
                self._put_away()

    def has(self, finding: Finding) -> bool:
        """Say whether a finding is a stand-in as a whole."""
        return any(self._count(text) for text in _told(finding))

    def explain(self, findings: Iterable[Finding]) -> list[bool]:
        """Say of findings that are no stand-in whether they are a part of one, or one and more.

        All of them are asked at once, as every stand-in must be looked at.
        """
        told = [_told(finding) for finding in findings]
        left = {pair for pair in told if any(pair)}
        near = Sought()
        for texts in self._batches():
            text = "\0".join(texts)
            left -= {(w, n) for w, n in left if (w and w in text) or (n and _bare(n) in text)}
            if not left:
                break
        if left:
            left = self._beside(left, near, findings)
        return [pair not in left and any(pair) for pair in told]

    def short(self, met: Mapping[tuple[str, str], int]) -> Iterator[tuple[str, str]]:
        """Yield the forms, by kind, that were met more often than the stand-ins bring them."""
        open_ = {form: count - self._count(_plain(form)) for (form, _), count in met.items()}
        open_ = {form: count for form, count in open_.items() if count > 0}
        if open_:
            for texts in self._batches():
                whole = "\0".join(texts)
                for form in [f for f in open_ if _plain(f) in whole]:
                    open_[form] -= self._brought(_plain(form), texts)
        yield from (key for key in met if open_.get(key[0], 0) > 0)

    def _brought(self, form: str, texts: Mapping[str, int]) -> int:
        """Return how often stand-ins that are longer bring a form."""
        return sum(n * text.count(form) for text, n in texts.items() if text != form)

    def _beside(
        self, left: set[tuple[str, str]], near: Sought, findings: Iterable[Finding]
    ) -> set[tuple[str, str]]:
        """Return the pairs that hold no stand-in either."""
        finding = next(iter(findings))
        for texts in self._batches():
            near.add(finding, [text for text in texts if not _is_short(text)])
        return {pair for pair in left if not near.hits(pair[0])}

    def _count(self, text: str) -> int:
        if not text:
            return 0
        far = self._counts.get(digest(text)) if len(self._counts) else None
        return self._fresh.get(text, 0) + (far or 0)

    def _batches(self) -> Iterator[Mapping[str, int]]:
        yield from self._shelf
        yield self._fresh

    def _put_away(self) -> None:
        for text, count in self._fresh.items():
            key = digest(text)
            self._counts.add(key, (self._counts.get(key) or 0) + count)
        self._shelf.append(dict(self._fresh))
        self._fresh.clear()


def _told(finding: Finding) -> tuple[str, str]:
    return _plain(islands.plain(finding.value)), _plain(finding.normal)


def _bare(normal: str) -> str:
    return normal.removeprefix("+86")


def _is_short(text: str) -> bool:
    return len(text) < 2 or (text.isascii() and len(text) < _SHORT)


def _plain(text: str) -> str:
    return compact(folded(fold_width(text)))
