"""L, aliases: one of two true names of the same thing, 案名 or 备案名, 户型 B2 or 三室两厅.

The pairs come from data: from the policy, or from two columns of the master that say the same
thing one to one. Both names are true, so nothing is distorted; the mark dies only where somebody
replaces names by a list of his own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["pairs", "read", "written"]

_MOST = 500
"""More pairs than this are no names of estates or plans any more."""


def pairs(first: Sequence[str], second: Sequence[str]) -> dict[str, str]:
    """Return which name of the second column goes with which of the first, one to one.

    Empty where it does not hold for all rows.

    >>> pairs(["云栖府", "云栖府", "听澜苑"], ["余政储1号", "余政储1号", "余政储2号"])
    {'云栖府': '余政储1号', '听澜苑': '余政储2号'}
    """
    there: defaultdict[str, set[str]] = defaultdict(set)
    back: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in zip(first, second, strict=True):
        if a and b and a != b:
            there[a].add(b)
            back[b].add(a)
        if len(there) > _MOST:
            return {}
    if any(len(s) > 1 for s in (*there.values(), *back.values())):
        return {}
    return {a: next(iter(b)) for a, b in there.items()}


def read(text: str, names: Mapping[str, str]) -> int | None:
    """Return which of two names stands in a text: 0, 1, or None for neither.

    A name that holds the other is looked for first.

    >>> read("听澜苑3幢", {"听澜苑": "听澜花苑"}), read("听澜花苑3幢", {"听澜苑": "听澜花苑"})
    (0, 1)
    """
    for name, bit in _ordered(names):
        if name in text:
            return bit
    return None


def written(text: str, names: Mapping[str, str], bit: int) -> str:
    """Return a text with the name for a symbol in it.

    >>> written("听澜苑3幢", {"听澜苑": "云栖府"}, 1)
    '云栖府3幢'
    """
    for first, second in names.items():
        for name in sorted((first, second), key=len, reverse=True):
            if name in text:
                return text.replace(name, second if bit else first, 1)
    return text


def _ordered(names: Mapping[str, str]) -> Iterable[tuple[str, int]]:
    both = [(a, 0) for a in names] + [(b, 1) for b in names.values()]
    return sorted(both, key=lambda pair: -len(pair[0]))
